"""The real server starts, logs, and stops as an operator expects."""

import os
import subprocess

import pytest

from tests.e2e.conftest import SERVE, STOP_SECONDS, STOPPED, running


def test_it_is_ready(server):
    response = server.client.get("/health/ready")

    assert response.status_code == 200


def test_it_logs_json_alone(server):
    server.client.get("/health", headers={"X-Request-ID": "e2e-1"})
    events = server.logged("e2e-1", until="request_completed")

    assert events == ["request_started", "request_completed"]


def test_it_stops_when_it_is_told_to(environment, tmp_path):
    with running(environment, tmp_path) as server:
        server.client.get("/health")
        server.process.terminate()

        assert server.process.wait(STOP_SECONDS) in {0, -15}
    assert STOPPED in server.log.read_text()


def test_several_processes_log_json_alone_and_stop(environment, tmp_path):
    with running({**environment, "WEB_CONCURRENCY": "2"}, tmp_path) as server:
        assert server.client.get("/health").is_success
        server.process.terminate()
        assert server.process.wait(STOP_SECONDS) in {0, -15}

        assert len({line["event"] for line in server.lines()}) > 1
    assert server.log.read_text().count(STOPPED) == 2


@pytest.mark.parametrize("processes", ["1", "2"])
def test_it_does_not_start_with_a_malformed_variable(environment, tmp_path, processes):
    finished = subprocess.run(  # noqa: S603 - a fixed command
        SERVE,
        env={**os.environ, **environment, "LOG_LEVEL": "LOUD", "WEB_CONCURRENCY": processes},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert finished.returncode == 1
    assert finished.stderr.startswith("Configuration error: LOG_LEVEL: ")
    assert len(finished.stderr.splitlines()) == 1
