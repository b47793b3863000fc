"""The traces that a collector receives."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.contract.client import (
    AUTH,
    ITEMS,
    PASSWORD,
    create_item,
    log_in,
    new_email,
    register,
    registration,
)
from tests.contract.collector import ERROR, Collector, Span, collecting
from tests.contract.conftest import WITH_SEVERAL
from tests.contract.service import Instance, Service


pytestmark = [pytest.mark.full, WITH_SEVERAL]

TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
FROM_CALLER = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
REQUESTS = 40


@contextmanager
def traced(
    service: Service, **variables: str
) -> Iterator[tuple[Instance, httpx.Client, Collector]]:
    """Start a server whose traces a collector receives, at the latest when the server stops."""
    with collecting() as collector:
        changes = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, **variables}
        with service.launch(changes) as instance:
            url = instance.base_url
            with httpx.Client(base_url=url, timeout=20, trust_env=False) as http:
                yield instance, http, collector


def of_trace(collector: Collector) -> tuple[Span, list[Span]]:
    """Return the span of the request that continued the caller's trace, and its statements."""
    spans = [span for span in collector.spans if span.trace_id == TRACE]
    (request,) = [span for span in spans if span.parent_id == CALLER]
    return request, [span for span in spans if span is not request]


def test_a_request_and_its_statements_are_one_trace(service: Service):
    with traced(service) as (instance, http, collector):
        account = register(http)
        path = f"{ITEMS}/{create_item(http, account)['id']}"
        assert http.get(path, headers=FROM_CALLER, auth=account).status_code == 200
        instance.terminate()
        request, statements = of_trace(collector)

    assert request.name == f"GET {ITEMS}/{{item_id}}"
    assert request.status == 0
    assert request.attributes == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "http.route": f"{ITEMS}/{{item_id}}",
        "url.path": path,
        "url.scheme": "http",
    }
    assert {span.parent_id for span in statements} == {request.span_id}
    assert "SELECT items" in {span.name for span in statements}
    assert {span.attributes["db.system.name"] for span in statements} == {"postgresql"}


def test_values_and_secrets_are_in_no_trace(service: Service):
    body, key = registration(name="Countess Lovelace"), "a-key-of-a-caller"
    with traced(service) as (instance, http, collector):
        http.post(f"{AUTH}/register", json=body)
        http.post(f"{AUTH}/register", json=body)
        account = log_in(http, body["email"])
        create_item(http, account, name="The Analytical Engine")
        headers = {"X-Key": key, "Cookie": f"key={key}"}
        http.get(ITEMS, params={"search": "Analytical"}, headers=headers, auth=account)
        http.get("/nowhere", params={"token": key})
        instance.terminate()
        sent = b"".join(collector.bodies)

    assert b"SELECT users" in sent
    for secret in (body["email"], PASSWORD, account.token, key, "Lovelace", "Analytical"):
        assert secret.encode() not in sent


def test_each_log_line_of_a_request_names_its_trace(service: Service):
    with traced(service) as (instance, http, collector):
        headers = {"X-Request-ID": "traced-1", **FROM_CALLER}
        http.post(f"{AUTH}/login", json={"email": new_email(), "password": "x"}, headers=headers)
        instance.terminate()
        request, _ = of_trace(collector)
        lines = [json.loads(line) for line in instance.log.read_text().splitlines()]
    found = [line for line in lines if line.get("request_id") == "traced-1"]

    assert {"request_started", "request_completed"} < {line["event"] for line in found}
    ids = {(line["trace_id"], line["span_id"]) for line in found}
    assert ids == {(TRACE, request.span_id)}


def test_only_errors_of_the_service_are_errors(service: Service):
    with traced(service, DATABASE_URL=service.gone_database_url) as (instance, http, collector):
        login = {"email": new_email(), "password": PASSWORD}
        assert http.get(ITEMS).status_code == 401
        assert http.post(f"{AUTH}/login", json=login, headers=FROM_CALLER).status_code == 503
        instance.terminate()
        failed, _ = of_trace(collector)
        refused = [span for span in collector.spans if span.name == f"GET {ITEMS}"]

    assert (failed.status, failed.attributes["error.type"]) == (ERROR, "503")
    assert [(span.status, "error.type" in span.attributes) for span in refused] == [(0, False)]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_every_request_but_probes_is_sent_before_the_end(service: Service, processes: str):
    with traced(service, WEB_CONCURRENCY=processes) as (instance, http, collector):
        for _ in range(REQUESTS):
            http.get("/nowhere", headers={"Connection": "close"})
            http.get("/health/live")
        instance.terminate()

        assert [span.name for span in collector.spans] == ["GET"] * REQUESTS
