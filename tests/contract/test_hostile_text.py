"""Unusual and malformed strings in every place that takes a string.

The places are read from the OpenAPI document, so that new ones are covered automatically.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.bodies import a_body
from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    ITEMS,
    Account,
    create_item,
    error,
    faulty_fields,
    record_of,
    register,
    registration,
)
from tests.contract.operations import OPERATIONS, Operation


NO_TEXT = re.compile("[\0\ud800-\udfff]")
NO_LINE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
# Members that must be a single line, in any body.
LINES = {"name", "token"}
OPERATIONS_BY_ID = {operation.operation_id: operation for operation in OPERATIONS}

HOSTILE = st.one_of(
    st.sampled_from(
        [
            *("\ud800", "a\udfffb", "\ud83d", "\0", "a\0b", "Ada\r\nBcc: eve@example.com"),
            *("a\nb", "\x1b[2Jb", "\u202egnp.exe", "a\u2028b", "a\x85b", "\ufeffa", "\uffff"),
            *("Zoe\u0301" * 20, "\U0001f469\u200d\U0001f466" * 9, "\u0645\u0631", "\u0130" * 90),
            *("\xdf" * 99, "' OR 1=1 --", "%00", "${x}", "-" * 9, " ", "", "1e999999"),
            *("x" * 60_000, "9" * 6_000, "[" * 5_000, "@" * 300, "a@b\r\nc.com", "a@[::1]"),
            *("\u0130" * 60 + "@" + ".".join(["a" * 60] * 3) + ".com", '"a\n"@b.com'),
        ]
    ),
    st.text(st.characters(), max_size=60),
    st.text(st.sampled_from("\0\ud800\udc00\r\n\t\x7f\x9f\u2028a1A@."), min_size=1, max_size=12),
)


def members_of(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    """Return the names of the members that may be strings, following references and unions."""
    resolved = resolve(schema, document)
    for name, member in resolved.get("properties", {}).items():
        if takes_string(member, document):
            yield name
    for part in (part for kind in ("allOf", "anyOf", "oneOf") for part in resolved.get(kind, [])):
        yield from members_of(part, document)


def takes_string(schema: dict[str, Any], document: dict[str, Any]) -> bool:
    resolved = resolve(schema, document)
    kinds = resolved.get("type", [])
    parts = [part for kind in ("allOf", "anyOf", "oneOf") for part in resolved.get(kind, [])]
    return "string" in ([kinds] if isinstance(kinds, str) else kinds) or any(
        takes_string(part, document) for part in parts
    )


def resolve(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def places(document: dict[str, Any]) -> Iterator[tuple[Operation, str, str]]:
    """Return the strings that operations take: operation, place (`body` or `query`) and name."""
    for methods in document["paths"].values():
        for entry in methods.values():
            operation = OPERATIONS_BY_ID[entry["operationId"]]
            content = entry.get("requestBody", {}).get("content", {})
            for media_type in content.values():
                for name in dict.fromkeys(members_of(media_type["schema"], document)):
                    yield operation, "body", name
            for parameter in entry.get("parameters", []):
                if parameter["in"] == "query" and takes_string(parameter["schema"], document):
                    yield operation, "query", parameter["name"]


@pytest.fixture(scope="module")
def document(http: httpx.Client) -> dict[str, Any]:
    return record_of(http.get("/openapi.json"))


def for_each_hostile_string(check: Callable[..., None]) -> None:
    chosen = settings(
        max_examples=60,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    chosen(given(text=HOSTILE, half=st.integers(0, 1))(check))()


def assert_answered(response: httpx.Response, text: str) -> None:
    assert response.status_code < 500, f"{text!r}: {response.status_code} {response.text}"
    if response.status_code >= 400:
        error(response)


def test_the_description_names_the_strings_of_the_contract(document):
    found = {(operation.operation_id, name) for operation, _, name in places(document)}

    assert {
        *(("register", name) for name in ("email", "password", "name")),
        *(("login", name) for name in ("email", "password")),
        *(("confirm_password_reset", name) for name in ("token", "password")),
        *(("create_item", name) for name in ("name", "description")),
        *(("update_item", name) for name in ("name", "description", "status")),
        *(("update_user", name) for name in ("name", "email", "role")),
        *(("list_items", name) for name in ("search", "status", "sort")),
        *(("list_user_items", name) for name in ("search", "status", "sort")),
        *(("list_users", name) for name in ("role", "sort")),
        ("request_password_reset", "email"),
    } <= found


@pytest.fixture
def send(http: httpx.Client, admin: Account):
    """Sends a string in one place of an operation, to a record that belongs to the test's user."""
    account = register(http)
    ids = {"users": account.id, "items": create_item(http, account)["id"]}

    def request(operation: Operation, where: str, name: str, text: str) -> httpx.Response:
        path = operation.at(ids.get(operation.path.split("/")[3], ""))
        if where == "query":
            # The server itself limits the length of a request line.
            query = {name: text[:300].encode("utf-8", "replace")}
            return http.request(operation.method, path, params=query, auth=admin)
        content = json.dumps({**(a_body(operation) or {}), name: text})
        headers = {**ANY_VERSION, "Content-Type": "application/json"}
        return http.request(operation.method, path, content=content, headers=headers, auth=admin)

    return request


def test_no_string_is_a_failure_and_what_is_no_text_is_named(document, send):
    def check(text: str, half: int) -> None:
        # Only every second place, because all of them took 40 s.
        for operation, where, name in list(places(document))[half::2]:
            response = send(operation, where, name, text)
            assert_answered(response, text)
            no_line = name in LINES and NO_LINE.search(text.strip())
            if where == "body" and (NO_TEXT.search(text) or no_line):
                assert name in faulty_fields(response)

    for_each_hostile_string(check)


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
@pytest.mark.parametrize("member", ["name", "description"])
def test_what_is_no_text_is_named_in_an_item_of_a_batch(
    http: httpx.Client, owner: Account, member: str, text: str
):
    content = json.dumps({"items": [{"name": "a", "price": 1, member: text}]})
    headers = {"Content-Type": "application/json"}

    response = http.post(f"{ITEMS}/batch", content=content, headers=headers, auth=owner)

    assert faulty_fields(response) == {f"items.0.{member}"}


@pytest.mark.parametrize("name", ["\ud800", "\0", "x" * 60_000, "a\r\nb", "__class__", ""])
def test_a_member_of_any_name_is_unknown(http: httpx.Client, name: str):
    content = json.dumps({**registration(), name: 1})

    response = http.post(
        f"{AUTH}/register", content=content, headers={"Content-Type": "application/json"}
    )

    assert len(faulty_fields(response)) == 1
    assert len(response.content) < 1000


HEADERS = ("X-Request-ID", "If-Match", "Authorization", "Origin", "User-Agent", "Accept", "Cookie")
VALUES = (
    *(b"", b"\xff\xfe", b"caf\xe9", b"\xed\xa0\x80", b"Bearer", b"Bearer \xff", b"Basic \xff"),
    b"Bearer a.b.c",
    *(b"Bearer " + b"x" * 7000, b'"1",' * 1500, b"," * 7000, b"*/*;q=" * 1000, b"=?utf-8?q?=00?="),
    # Nested lists, in base64.
    b"Bearer " + b"W1tb" * 1800 + b".e30.e30",
)


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("value", VALUES)
def test_no_header_is_a_failure(http: httpx.Client, owner: Account, header: str, value: bytes):
    headers = [(header.encode(), value)]
    if header != "Authorization":
        headers.append((b"Authorization", f"Bearer {owner.token}".encode()))

    for method, path in (("GET", ITEMS), ("POST", f"{ITEMS}/1/publish"), ("OPTIONS", ITEMS)):
        assert_answered(http.request(method, path, headers=headers), repr((header, value)))


@pytest.mark.parametrize(
    "path", ["%00", "%ff", "%ed%a0%80", "%0d%0aX:%20y", "%F0%9F%98%80", "1%00"]
)
@pytest.mark.parametrize("start", ["/", f"{ITEMS}/", "/health/"])
def test_no_path_is_a_failure(http: httpx.Client, owner: Account, start: str, path: str):
    assert_answered(http.get(f"{start}{path}", auth=owner), path)


@pytest.mark.parametrize("name", ["Ada\r\nBcc: eve@example.com", "Ada\n\nClick here", "Ada\u2028x"])
def test_no_name_adds_lines_to_the_welcome_mail(http: httpx.Client, name: str):
    response = http.post(f"{AUTH}/register", json=registration(name=name))

    assert faulty_fields(response) == {"name"}
    assert response.json()["fields"][0]["message"] == "Must be one line without control characters."
