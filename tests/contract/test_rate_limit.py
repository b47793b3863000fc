"""The limits of requests, over servers with two processes and a real Valkey."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count

import httpx
import pytest

from tests.contract.client import AUTH, ITEMS, PASSWORD, login, new_email, register, registration
from tests.contract.conftest import WITH_LIMITS
from tests.contract.service import CORS_ORIGIN, Service
from tests.contract.test_metrics import scraped, value


pytestmark = [pytest.mark.full, WITH_LIMITS]

UNKNOWN = "/api/v1/nothing"
SEVERAL = {"WEB_CONCURRENCY": "2"}
NAMES = count(1)
HIGH = {"RATE_LIMIT_REQUESTS": "100000", "LOGIN_RATE_LIMIT_REQUESTS": "100000"}


@contextmanager
def limited(service: Service, **variables: str) -> Iterator[httpx.Client]:
    """Start a server with counters of its own and these variables."""
    changes = {"APP_NAME": f"limited-{next(NAMES)}", **variables}
    with (
        service.launch(changes) as instance,
        httpx.Client(base_url=instance.base_url, timeout=20, trust_env=False) as http,
    ):
        yield http


def test_exactly_the_limit_passes_of_many_requests_at_once(service: Service):
    with limited(service, **SEVERAL) as http, ThreadPoolExecutor(16) as pool:
        responses = [*pool.map(lambda _: http.get(UNKNOWN), range(400))]
    statuses = Counter(response.status_code for response in responses)
    left = [response.headers["RateLimit"] for response in responses]

    assert statuses == {404: 100, 429: 300}
    assert sorted(int(re.findall("r=([0-9]+)", each)[0]) for each in left) == [
        *[0] * 301,
        *range(1, 100),
    ]


def test_a_refusal_says_when_to_try_again(service: Service):
    with limited(service, RATE_LIMIT_REQUESTS="1", RATE_LIMIT_SECONDS="30") as http:
        http.get(UNKNOWN)
        refused = http.get(UNKNOWN, headers={"Origin": CORS_ORIGIN})
        metrics = scraped(str(http.base_url))
    seconds = int(refused.headers["Retry-After"])

    assert refused.status_code == 429
    assert refused.json() == {
        "error": "rate_limited",
        "message": f"Too many requests; try again in {seconds} seconds.",
    }
    assert 25 <= seconds <= 30
    assert refused.headers["RateLimit-Policy"] == '"default";q=1;w=30'
    assert refused.headers["RateLimit"] == f'"default";r=0;t={seconds}'
    exposed = refused.headers["Access-Control-Expose-Headers"]
    assert {"RateLimit-Policy", "RateLimit", "Retry-After"} <= {*exposed.split(", ")}
    assert value(metrics, "rate_limited_requests_total", policy="default") == 1
    refusals = re.findall(r'http_requests_total\{.*status="429".*\} (\S+)', metrics)
    assert refusals == ["1.0"]


def test_probes_metrics_and_preflights_are_never_limited(service: Service):
    preflight = {"Origin": CORS_ORIGIN, "Access-Control-Request-Method": "GET"}
    with limited(service, RATE_LIMIT_REQUESTS="1") as http:
        http.get(UNKNOWN)
        for path in ("/health", "/health/live", "/health/ready", "/metrics"):
            assert [http.get(path).status_code for _ in range(3)] == [200] * 3
        asked = [http.options(ITEMS, headers=preflight) for _ in range(3)]
        refused = http.get(UNKNOWN)

    assert all(response.is_success for response in asked)
    assert refused.status_code == 429


def test_a_client_is_a_user_or_an_address_that_a_trusted_proxy_tells(service: Service):
    with limited(service, RATE_LIMIT_REQUESTS="2", FORWARDED_ALLOW_IPS="127.0.0.1") as http:
        # Each has read its own record once.
        accounts = [register(http) for _ in range(2)]
        of_users = [http.get(ITEMS, auth=each).status_code for each in (*accounts, accounts[0])]
        statuses = [
            http.get(UNKNOWN, headers={"X-Forwarded-For": address}).status_code
            for address in (
                *("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.1"),
                *("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1", "2001:db8:1:2::3"),
                *("203.0.113.9, 192.0.2.2", "203.0.113.8, 192.0.2.2"),
            )
        ]

    assert of_users == [200, 200, 429]
    assert statuses == [404, 404, 404, 429, 404, 404, 404, 429, 404, 429]


def test_logins_are_limited_for_each_address_and_each_e_mail(service: Service):
    email = new_email()
    with limited(service, FORWARDED_ALLOW_IPS="127.0.0.1", RATE_LIMIT_REQUESTS="1000") as http:
        of_address = [login(http, new_email()).status_code for _ in range(12)]
        of_email = []
        for number in range(12):
            http.headers["X-Forwarded-For"] = f"192.0.2.{number}"
            of_email.append(login(http, email.swapcase() if number % 2 else email).status_code)
        http.headers["X-Forwarded-For"] = "192.0.2.99"
        other = login(http, new_email())

    assert of_address == of_email == [401] * 10 + [429] * 2
    assert other.status_code == 401
    assert other.headers["RateLimit"].startswith('"login";r=9;')


def test_guesses_of_the_current_password_are_limited_for_each_user(service: Service):
    with limited(service, FORWARDED_ALLOW_IPS="127.0.0.1") as http:
        account = register(http)
        change = {"current_password": "Wrong-horse-7", "new_password": "Another-horse-8"}
        statuses = []
        for number in range(12):
            http.headers["X-Forwarded-For"] = f"192.0.2.{number}"
            response = http.post(f"{AUTH}/password", json=change, auth=account)
            statuses.append(response.status_code)

    assert statuses == [403] * 10 + [429] * 2


@pytest.mark.parametrize("path", ["register", "login", "password-reset", "password-reset/confirm"])
def test_each_way_in_has_a_limit_of_its_own(service: Service, path: str):
    reset = {"token": "x" * 43, "password": PASSWORD}
    with limited(service, LOGIN_RATE_LIMIT_REQUESTS="2") as http:
        responses = []
        for _ in range(3):
            body = reset if path.endswith("confirm") else registration()
            body = {"email": body["email"]} if path == "password-reset" else body
            responses.append(http.post(f"{AUTH}/{path}", json=body))
        limits = [response.headers["RateLimit-Policy"] for response in responses]

    assert [response.status_code == 429 for response in responses] == [False, False, True]
    assert limits == ['"login";q=2;w=60'] * 3


def test_the_document_describes_the_limit(service: Service):
    paths = httpx.get(f"{service.base_url}/openapi.json", trust_env=False).json()["paths"]
    limited_ones = {
        (path, method)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "429" in operation["responses"]
    }
    described = paths[ITEMS]["get"]["responses"]["429"]

    assert {path for path, _ in limited_ones} == {path for path in paths if "/health" not in path}
    assert {*described["headers"]} == {"RateLimit-Policy", "RateLimit", "Retry-After"}
    assert described["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorBody")
