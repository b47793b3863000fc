"""Django's deployment checks find no problem in the settings of a deployed service."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.utils.module_loading import import_string


@pytest.mark.parametrize("kind", ["staging", "production"])
def test_nothing_speaks_against_deploying(environment, kind):
    finished = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        env={**environment, "ENVIRONMENT": kind, "SMTP_HOST": "localhost"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stderr
    assert "no issues" in finished.stdout


@pytest.mark.parametrize("name", ["ASGI_APPLICATION", "WSGI_APPLICATION"])
def test_servers_find_the_application_by_its_setting(name):
    assert callable(import_string(getattr(settings, name)))
