"""The log of requests, and the id that joins what one request caused."""

import pytest


def test_a_request_is_logged_at_its_start_and_its_end(api, log):
    api.get("/health", headers={"X-Request-ID": "abc-1"})
    started, finished = (line for line in log() if line.get("request_id") == "abc-1")

    assert started["event"] == "request_started"
    assert finished["event"] == "request_finished"
    assert finished["status"] == 200
    assert 0 <= finished["duration_ms"] < 60_000
    for line in (started, finished):
        assert (line["method"], line["path"], line["request_id"]) == ("GET", "/health", "abc-1")


@pytest.mark.parametrize("given", ["abc-1", "A.b_2", "x" * 128])
def test_a_request_id_that_is_well_formed_is_returned(api, given):
    response = api.get("/health", headers={"X-Request-ID": given})

    assert response.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, "a\tb"])
def test_a_request_id_that_is_not_is_replaced(api, given):
    response = api.get("/health", headers={"X-Request-ID": given})

    assert response.headers["x-request-id"] not in {"", given}
