"""The reports of unexpected errors that Sentry receives."""

import gzip
import json
import socket
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.contract.client import AUTH
from tests.contract.conftest import MIGRATE, SECRET_KEY, SEVERAL
from tests.contract.service import Instance, free_port, run
from tests.contract.valkey import valkey
from tests.helpers.databases import temporary_database
from tests.helpers.projects import Projects, clean_environment


pytestmark = pytest.mark.full

TIMEOUT = 10
LOGIN = f"{AUTH}/login"
# In all that a caller sends. No report may contain it.
MARK = "xyzzy"
SECRETS: dict[str, Any] = {
    "params": {"code": f"{MARK}-in-query"},
    "headers": {"Authorization": f"Bearer {MARK}-in-header", "Cookie": f"id={MARK}-in-cookie"},
    "json": {"email": f"{MARK}@example.com", "password": f"Horse-{MARK}-7"},
}

Launch = Callable[[Mapping[str, str]], AbstractContextManager[Instance]]


class Ingest(ThreadingHTTPServer):
    """A local server that receives envelopes as Sentry does."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.envelopes: Queue[str] = Queue()

    @property
    def variables(self) -> dict[str, str]:
        """The variables of a service that reports to this server."""
        return {"SENTRY_DSN": f"http://key@127.0.0.1:{self.server_port}/1"}

    def event(self) -> dict[str, Any]:
        """Wait for the next envelope, and return its event."""
        envelope = self.envelopes.get(timeout=TIMEOUT)
        assert MARK not in envelope.lower()
        event: dict[str, Any] = json.loads(envelope.splitlines()[-1])
        return event


class Handler(BaseHTTPRequestHandler):
    """Stores the body of each request, and responds a little later."""

    server: Ingest

    def do_POST(self) -> None:
        """Receive an envelope."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        time.sleep(0.05)
        self.server.envelopes.put(body.decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def ingest() -> Iterator[Ingest]:
    """A running server."""
    with Ingest() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module", params=MIGRATE)
def launch(
    request: pytest.FixtureRequest, projects: Projects, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Launch]:
    """Start servers whose database has no tables, so that each query raises an unhandled error."""
    project = projects.installed(f"{request.param} on postgresql", *SEVERAL)
    scratch = tmp_path_factory.mktemp("sentry")
    with temporary_database("postgresql") as url, valkey(project) as server:
        environment = clean_environment() | {
            "DATABASE_URL": url,
            "REDIS_URL": server.url,
            "SECRET_KEY": SECRET_KEY,
            "MAIL_OUTBOX": str(scratch),
            "LOG_FORMAT": "json",
            "BIND_HOST": "127.0.0.1",
        }

        @contextmanager
        def start(changes: Mapping[str, str]) -> Iterator[Instance]:
            command = [str(project / ".venv/bin/python"), "-m", "app"]
            with run(command, project, {**environment, **changes}, scratch) as instance:
                yield instance

        yield start


def fail(instance: Instance) -> str:
    """Send a request that fails, and return its id."""
    request_id = uuid.uuid4().hex
    sent = {**SECRETS, "headers": {**SECRETS["headers"], "X-Request-ID": request_id}}
    response = httpx.post(f"{instance.base_url}{LOGIN}", timeout=20, trust_env=False, **sent)
    assert response.status_code == 500
    return request_id


def test_each_unexpected_error_is_one_event_without_what_the_caller_sent(
    launch: Launch, ingest: Ingest
):
    with launch({**ingest.variables, "ENVIRONMENT": "staging"}) as instance:
        sent = [fail(instance) for _ in range(2)]
        found = [ingest.event() for _ in sent]

    assert [event["tags"]["request_id"] for event in found] == sent
    assert {event["tags"]["method"] for event in found} == {"POST"}
    assert {event["transaction"] for event in found} == {LOGIN}
    assert {event["environment"] for event in found} == {"staging"}
    assert all(event["release"].endswith("@0.1.0") for event in found)
    assert all(event["exception"]["values"] for event in found)
    assert ingest.envelopes.empty()


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_waits_is_sent_before_the_process_ends(launch: Launch, ingest: Ingest, processes: str):
    with launch({**ingest.variables, "WEB_CONCURRENCY": processes}) as instance:
        sent = {fail(instance) for _ in range(4)}
        instance.terminate()
        found = [ingest.event() for _ in sent]

    assert {event["tags"]["request_id"] for event in found} == sent


def test_a_server_that_never_answers_holds_up_neither_requests_nor_the_end(launch: Launch):
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        launch({"SENTRY_DSN": f"http://key@127.0.0.1:{mute.getsockname()[1]}/1"}) as instance,
    ):
        fail(instance)
        started = time.monotonic()
        fail(instance)
        answered = time.monotonic()
        instance.terminate()
        ended = time.monotonic()

    assert answered - started < 1
    assert ended - answered < 4


def test_an_outage_is_not_reported(launch: Launch, ingest: Ingest):
    gone = f"postgresql://nobody@127.0.0.1:{free_port()}/gone"
    with launch({**ingest.variables, "DATABASE_URL": gone}) as instance:
        body = SECRETS["json"]
        refused = httpx.post(f"{instance.base_url}{LOGIN}", json=body, timeout=20, trust_env=False)
        unready = httpx.get(f"{instance.base_url}/health/ready", timeout=20, trust_env=False)
        instance.terminate()

    assert (refused.status_code, unready.status_code) == (503, 503)
    assert ingest.envelopes.empty()


def test_a_malformed_dsn_stops_the_start_in_one_sentence(launch: Launch):
    said = "SENTRY_DSN: must be a DSN such as https://key@sentry.example.com/1"
    with (
        pytest.raises(RuntimeError, match=f"Configuration error: {said}\n$"),
        launch({"SENTRY_DSN": "sentry.example.com"}),
    ):
        pass
