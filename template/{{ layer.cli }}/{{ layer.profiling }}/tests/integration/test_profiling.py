"""The option `--profile` writes a flame chart, if the profiler is installed."""

import sys
from types import SimpleNamespace

import pytest


class Profiler:
    """Stands for pyinstrument, which is not installed with the tests."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def output_html(self) -> str:
        return " ".join(self.calls)


@pytest.mark.parametrize(("command", "code"), [("settings", 0), ("setings", 2)])
def test_a_chart_is_written_when_the_command_ends(run, monkeypatch, tmp_path, command, code):
    monkeypatch.setitem(sys.modules, "pyinstrument", SimpleNamespace(Profiler=Profiler))

    assert run("--profile", "chart.html", command).code == code
    assert (tmp_path / "chart.html").read_text() == "start stop"


def test_without_the_profiler_it_is_told_how_to_get_it(run, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyinstrument", None)
    result = run("--profile", "chart.html", "settings")

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: --profile needs pyinstrument, as in `uv run --group ")
    assert not (tmp_path / "chart.html").exists()


def test_the_help_does_not_show_it(run):
    assert "--profile" not in run("--help").out
