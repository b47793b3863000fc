"""The headers of every response (request id, security, CORS), and the allowed hosts."""

import json
import re
from collections.abc import Callable

import httpx
import pytest

from tests.contract.client import AUTH, ITEMS, Account, error
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.service import CORS_ORIGIN, Instance, Service


pytestmark = ON_POSTGRESQL

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
ALLOW_ORIGIN = "Access-Control-Allow-Origin"
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")

# One request for each part of a server that may create a response.
ANSWERS: dict[int | str, Callable[[httpx.Client, dict[str, str]], httpx.Response]] = {
    200: lambda http, headers: http.get("/health", headers=headers),
    "malformed": lambda http, headers: http.post(
        f"{AUTH}/login", content="{", headers={**headers, "Content-Type": "application/json"}
    ),
    "bad host": lambda http, headers: http.get(ITEMS, headers={**headers, "Host": "evil.test"}),
    401: lambda http, headers: http.get(ITEMS, headers=headers),
    404: lambda http, headers: http.get("/nowhere", headers=headers),
    405: lambda http, headers: http.put(ITEMS, headers=headers),
    413: lambda http, headers: http.post(
        f"{AUTH}/login", json={"email": "x" * 2**20}, headers={**headers, "Connection": "close"}
    ),
    415: lambda http, headers: http.post(
        f"{AUTH}/login", content="{}", headers={**headers, "Content-Type": "text/plain"}
    ),
    422: lambda http, headers: http.post(f"{AUTH}/login", json={}, headers=headers),
    "docs": lambda http, headers: http.get("/docs", headers=headers),
}

every_answer = pytest.mark.parametrize("ask", ANSWERS.values(), ids=map(str, ANSWERS))


@every_answer
def test_every_answer_carries_the_security_headers(http: httpx.Client, ask):
    response = ask(http, {})

    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY
    assert response.headers["Content-Security-Policy"]


def test_a_preflight_carries_the_security_headers(http: httpx.Client):
    response = preflight(http, CORS_ORIGIN)

    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY


@every_answer
def test_every_answer_repeats_the_request_id(http: httpx.Client, ask):
    response = ask(http, {"X-Request-ID": "Job_7.a-b"})

    assert response.headers.get_list("X-Request-ID") == ["Job_7.a-b"]


@every_answer
def test_every_answer_lets_an_allowed_origin_read_it(http: httpx.Client, ask):
    response = ask(http, {"Origin": CORS_ORIGIN})

    assert response.headers["Access-Control-Allow-Origin"] == CORS_ORIGIN
    assert response.headers["Access-Control-Allow-Credentials"] == "true"


def test_a_failure_nobody_foresaw_carries_all_the_headers(broken: Instance):
    headers = {"Origin": CORS_ORIGIN, "X-Request-ID": "failure"}
    body = {"email": "ada@example.com", "password": "Correct-horse-7"}

    response = httpx.post(
        f"{broken.base_url}{AUTH}/login", json=body, headers=headers, timeout=20, trust_env=False
    )

    assert response.status_code == 500
    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY
    assert response.headers["X-Request-ID"] == "failure"
    assert response.headers["Access-Control-Allow-Origin"] == CORS_ORIGIN


def test_strict_transport_is_asked_for_in_production_only(service: Service, http: httpx.Client):
    with service.launch({"ENVIRONMENT": "production", "SMTP_HOST": "127.0.0.1"}) as instance:
        production = httpx.get(f"{instance.base_url}/health", trust_env=False)

    assert production.headers["Strict-Transport-Security"] == STRICT_TRANSPORT
    assert "Strict-Transport-Security" not in http.get("/health").headers


@pytest.mark.parametrize("request_id", ["a", "A" * 128, "0b5e-1.2_3"])
def test_a_well_formed_request_id_is_kept(http: httpx.Client, request_id: str):
    response = http.get("/health", headers={"X-Request-ID": request_id})

    assert response.headers["X-Request-ID"] == request_id


@pytest.mark.parametrize(
    "request_id",
    [b"", b"a b", b"A" * 129, b"<script>", b'a"b', b"caf\xc3\xa9", b"a,b", b"a\tb"],
)
def test_an_ill_formed_request_id_is_replaced(http: httpx.Client, request_id: bytes):
    response = http.get("/health", headers=[(b"X-Request-ID", request_id)])

    assert WELL_FORMED.fullmatch(response.headers["X-Request-ID"])
    assert response.headers["X-Request-ID"].encode() != request_id


def test_each_request_without_an_id_gets_another_one(http: httpx.Client):
    first, second = (http.get("/health").headers["X-Request-ID"] for _ in range(2))

    assert WELL_FORMED.fullmatch(first)
    assert first != second


def test_an_allowed_origin_may_read_the_headers_that_clients_use(http: httpx.Client):
    response = http.get("/health", headers={"Origin": CORS_ORIGIN})

    exposed = listed(response, "Access-Control-Expose-Headers")
    assert {"x-total-count", "x-request-id", "etag"} <= exposed


def listed(response: httpx.Response, header: str) -> set[str]:
    names: str = response.headers.get(header, "")
    return {name.strip().lower() for name in names.split(",")}


def preflight(
    http: httpx.Client, origin: str, method: str = "PATCH", host: str | None = None
) -> httpx.Response:
    headers = {
        "Host": host or http.base_url.netloc.decode(),
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,if-match,x-request-id",
    }
    return http.options(f"{ITEMS}/1", headers=headers)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "POST"])
def test_a_preflight_of_an_allowed_origin_is_granted(http: httpx.Client, method: str):
    response = preflight(http, CORS_ORIGIN, method)

    assert response.status_code in {200, 204}
    assert response.headers["Access-Control-Allow-Origin"] == CORS_ORIGIN
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert response.headers["Access-Control-Max-Age"] == "600"
    assert method.lower() in listed(response, "Access-Control-Allow-Methods")
    allowed = listed(response, "Access-Control-Allow-Headers")
    assert {"authorization", "content-type", "if-match"} <= allowed


@pytest.mark.parametrize(
    "changes",
    [
        {"Origin": "https://evil.test"},
        {"Access-Control-Request-Method": "PUT"},
        {"Access-Control-Request-Headers": "authorization, x-evil"},
    ],
    ids=["origin", "method", "header"],
)
def test_a_preflight_that_is_refused_says_so_as_any_error_does(http: httpx.Client, changes):
    headers = {"Origin": CORS_ORIGIN, "Access-Control-Request-Method": "GET", **changes}

    response = http.options(ITEMS, headers=headers)

    assert error(response) == (403, "cors_refused")
    assert {name: response.headers.get(name) for name in SECURITY} == SECURITY
    assert response.headers["X-Request-ID"]


@pytest.mark.parametrize(
    "origin",
    ["https://evil.test", "null", f"{CORS_ORIGIN}.evil.test", CORS_ORIGIN.replace("s:", ":")],
)
def test_any_other_origin_gets_no_permission(http: httpx.Client, owner: Account, origin: str):
    answers = [
        http.get(ITEMS, headers={"Origin": origin}, auth=owner),
        preflight(http, origin),
    ]

    assert all("Access-Control-Allow-Origin" not in answer.headers for answer in answers)


def test_origins_of_a_json_list_stand_for_themselves_alone(service: Service):
    allowed = {"https://a.example.com", "http://[::1]:3000"}
    others = {"https://evil.test", "http://1:3000", "http://[::1]:30001", "https://a-example.com"}
    with (
        service.launch({"CORS_ORIGINS": json.dumps(sorted(allowed))}) as instance,
        httpx.Client(base_url=instance.base_url) as http,
    ):
        granted = {
            origin: http.get("/health", headers={"Origin": origin}).headers.get(ALLOW_ORIGIN)
            for origin in allowed | others
        }

    assert granted == {origin: origin for origin in allowed} | dict.fromkeys(others)


def test_answers_say_that_they_vary_with_the_origin(http: httpx.Client):
    response = http.get("/health", headers={"Origin": CORS_ORIGIN})

    assert "origin" in listed(response, "Vary")


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "evil.test:80"])
def test_a_host_that_is_not_served_is_refused(http: httpx.Client, host: str):
    response = http.get("/openapi.json", headers={"Host": host})

    assert error(response) == (400, "invalid_host")


def test_no_preflight_is_granted_for_another_host(http: httpx.Client):
    response = preflight(http, CORS_ORIGIN, host="evil.test")

    assert error(response) == (400, "invalid_host")


@pytest.mark.parametrize(
    "host", ["10.0.0.7:8000", "[fd00::7]:8000", "a..b", f"{64 * 'a'}.test", ""]
)
def test_a_probe_may_name_any_host(http: httpx.Client, host: str):
    response = http.get("/health/ready", headers={"Host": host})

    assert response.status_code == 200
