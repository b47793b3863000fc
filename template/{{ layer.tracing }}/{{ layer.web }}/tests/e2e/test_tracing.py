"""The spans of a server, which stops whether or not the collector responds."""

import socket
import time

from tests.collector import collecting
from tests.e2e.conftest import STOP_SECONDS, running


REQUESTS = 40


def stopped(server) -> float:
    """Stop a server, and return how long that takes in seconds."""
    before = time.monotonic()
    server.process.terminate()
    assert server.process.wait(STOP_SECONDS) in {0, -15}
    return time.monotonic() - before


def test_all_spans_are_sent_before_it_stops(environment, tmp_path):
    with collecting() as collector:
        variables = {**environment, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
        with running(variables, tmp_path) as server:
            for _ in range(REQUESTS):
                server.client.get("/nowhere", headers={"Connection": "close"})
            server.client.get("/health/live")
            stopped(server)

    assert [span.name for span in collector.spans] == ["GET"] * REQUESTS


def test_a_collector_that_does_not_respond_is_not_waited_for(environment, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        variables = {**environment, "OTEL_EXPORTER_OTLP_ENDPOINT": url}
        with running(variables, tmp_path) as server:
            for _ in range(REQUESTS):
                assert server.client.get("/nowhere").status_code == 404
            seconds = stopped(server)
            lines = [line for line in server.lines() if line["logger"].startswith("opentelemetry")]

    assert seconds < 3
    assert len(lines) <= 1


def test_it_does_not_start_with_a_malformed_variable(environment, tmp_path):
    with running({**environment, "OTEL_EXPORTER_OTLP_ENDPOINT": "localhost"}, tmp_path) as server:
        assert server.process.wait(STOP_SECONDS) == 1

    message = "OTEL_EXPORTER_OTLP_ENDPOINT: must be a URL such as http://localhost:4318"
    assert server.log.read_text() == f"Configuration error: {message}\n"
