"""Django's admin site works in a real browser."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.contract.client import ITEMS, PASSWORD, log_in
from tests.contract.service import run
from tests.helpers.databases import temporary_database
from tests.helpers.projects import Projects, clean_environment


pytestmark = pytest.mark.full

ADDRESS = "root@example.com"
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-quic"),
]


@pytest.fixture
def address(projects: Projects, tmp_path: Path) -> Iterator[str]:
    """The address of a Django service with an admin and an item."""
    project = projects.installed("django on postgresql")
    with ExitStack() as stack:
        environment = clean_environment() | {
            "DATABASE_URL": stack.enter_context(temporary_database("postgresql")),
            "SECRET_KEY": "a key for the browser's test, of 32 and more characters",
            "MAIL_OUTBOX": str(tmp_path),
            "LOG_FORMAT": "json",
        }
        subprocess.run(
            ["make", "admin", f"email={ADDRESS}"],
            input=f"{PASSWORD}\n",
            cwd=project,
            env=environment,
            text=True,
            check=True,
            capture_output=True,
        )
        command = [str(project / ".venv/bin/python"), "-m", "app"]
        server = stack.enter_context(run(command, project, environment, tmp_path))
        with httpx.Client(base_url=server.base_url, trust_env=False) as http:
            lamp = {"name": "Desk lamp", "price": "39.90"}
            http.post(ITEMS, json=lamp, auth=log_in(http, ADDRESS)).raise_for_status()
        yield server.base_url


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chrome]:
    """Headless Chromium."""
    # The driver is reached through the loopback interface.
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "localhost,127.0.0.1")
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'browser'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options, ChromeService("/usr/bin/chromedriver"))
    yield browser
    browser.quit()


def test_an_admin_logs_in_and_looks_at_items(address, browser):
    browser.get(f"{address}/admin/")
    browser.find_element(By.NAME, "username").send_keys(ADDRESS)
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "[type=submit]").click()
    waiting = WebDriverWait(browser, 10)
    waiting.until(lambda page: page.find_element(By.LINK_TEXT, "Items")).click()
    rows = waiting.until(lambda page: page.find_elements(By.CSS_SELECTOR, "#result_list tbody tr"))

    assert ["Desk lamp" in row.text for row in rows] == [True]
    complaints = [entry["message"] for entry in browser.get_log("browser")]
    assert [each for each in complaints if "favicon.ico" not in each] == []
