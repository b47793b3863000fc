"""The metrics of a server."""

import time

from tests.e2e.conftest import Server, running
from tests.scraping import value


LABELS = {"method": "GET", "route": "/health", "status": "200"}
SECONDS = 10


def counts(server: Server) -> set[float]:
    """Return the counts of five scrapes, which both processes respond to."""
    texts = [server.client.get("/metrics").text for _ in range(5)]
    return {value(text, "http_requests_total", **LABELS) for text in texts}


def test_several_processes_count_together(environment, tmp_path):
    with running({**environment, "WEB_CONCURRENCY": "2"}, tmp_path) as server:
        for _ in range(20):
            server.client.get("/health", headers={"Connection": "close"})
        # A request is counted after its response.
        deadline = time.monotonic() + SECONDS
        while (found := counts(server)) != {20} and time.monotonic() < deadline:
            pass

    assert found == {20}
