"""Django's own checks find nothing in the settings of production."""

import subprocess
import sys


def test_nothing_speaks_against_deploying(environment):
    finished = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        env={**environment, "ENVIRONMENT": "production", "SMTP_HOST": "localhost"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    assert "no issues" in finished.stdout
