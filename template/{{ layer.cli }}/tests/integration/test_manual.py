"""The manual is the same as the help pages."""

from pathlib import Path

from dev.manual import MANUAL, manual


ROOT = Path(__file__).parents[2]


def test_the_manual_is_up_to_date(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")

    assert manual() == (ROOT / MANUAL).read_text(encoding="utf-8"), "run make manual"
