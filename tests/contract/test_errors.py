"""Errors of a request that do not depend on the operation, the same in every framework."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.bodies import a_body
from tests.contract.client import (
    ANY_VERSION,
    AUTH,
    ITEMS,
    LARGEST_ID,
    PASSWORD,
    USERS,
    Account,
    create_item,
    error,
    faulty_fields,
    item_path,
    record_of,
    registration,
)
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.operations import METHODS, OPERATIONS, Operation


pytestmark = ON_POSTGRESQL

JSON = {"Content-Type": "application/json"}
# A server may close a connection whose body it has not read, so no later request may reuse it.
CLOSE = {"Connection": "close"}
LIMIT = 64 * 1024


def each(predicate) -> pytest.MarkDecorator:
    chosen = [operation for operation in OPERATIONS if predicate(operation)]
    return pytest.mark.parametrize("operation", chosen, ids=lambda chosen: chosen.operation_id)


each_with_body = each(lambda operation: operation.takes_body)


@pytest.fixture(scope="module")
def item(http: httpx.Client, owner: Account):
    return create_item(http, owner)


@pytest.fixture
def send(http: httpx.Client, admin: Account, owner: Account, item):
    """Sends an operation as an admin, to an existing record."""
    ids = {"users": owner.id, "items": item["id"]}

    def request(operation: Operation, query: str = "", **options) -> httpx.Response:
        path = operation.at(ids.get(operation.path.split("/")[3], ""))
        options["headers"] = {**ANY_VERSION, **options.get("headers", {})}
        return http.request(operation.method, f"{path}{query}", auth=admin, **options)

    return request


@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/v1", "/api/v2/items", f"{ITEMS}/1/2/3"])
def test_an_unknown_path_is_not_found(http: httpx.Client, path: str):
    response = http.get(path)

    assert error(response) == (404, "not_found")
    assert response.json()["message"] == "There is no such path."


@pytest.mark.parametrize("path", [f"{ITEMS}/", f"{USERS}/", "/health/"])
def test_no_path_has_a_trailing_slash(http: httpx.Client, admin: Account, path: str):
    assert error(http.get(path, auth=admin)) == (404, "not_found")


@pytest.mark.parametrize("path", ["//health/live", f"/{ITEMS}", f"//{ITEMS}", "/api//v1/items"])
def test_no_path_has_an_empty_part(http: httpx.Client, admin: Account, path: str):
    url = http.base_url.copy_with(raw_path=path.encode())

    assert error(http.get(url, auth=admin)) == (404, "not_found")


OTHER_METHODS = [
    (method, path)
    for path in sorted(METHODS)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    if method not in METHODS[path]
]


@pytest.mark.parametrize(("method", "path"), OTHER_METHODS)
def test_another_method_is_refused_with_those_that_exist(
    http: httpx.Client, admin: Account, method: str, path: str
):
    response = http.request(method, path.replace("{id}", "1"), headers=ANY_VERSION, auth=admin)

    assert error(response) == (405, "method_not_allowed")
    assert response.json()["message"] == "This path does not have this method."
    allowed = {method.strip() for method in response.headers["Allow"].split(",")}
    assert allowed - {"HEAD", "OPTIONS"} == METHODS[path]


@each_with_body
@pytest.mark.parametrize("content", ["{", "not json", '{"name": }', b'{"name": "\xff"}'])
def test_a_body_that_is_not_json_is_malformed(send, operation: Operation, content):
    response = send(operation, content=content, headers=JSON)

    assert error(response) == (400, "malformed_json")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_in_another_encoding_than_utf_8_is_malformed(http: httpx.Client, encoding: str):
    body = json.dumps({"email": "ada@example.com", "password": "Correct-horse-7"})

    response = http.post(f"{AUTH}/login", content=body.encode(encoding), headers=JSON)

    assert error(response) == (400, "malformed_json")


@each_with_body
@pytest.mark.parametrize("content", ["[]", '"text"', "7", "null", "true"])
def test_a_body_that_is_no_object_is_invalid(send, operation: Operation, content: str):
    response = send(operation, content=content, headers=JSON)

    assert error(response) == (422, "validation_error")


@each_with_body
@pytest.mark.parametrize(
    "media_type",
    [
        *("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
        *("application/vnd.api+json", "application/problem+json; charset=utf-8", "text/json"),
        *("*/*", "application/*"),
    ],
)
def test_a_body_of_another_media_type_is_refused(send, operation: Operation, media_type: str):
    response = send(operation, content='{"name": "x"}', headers={"Content-Type": media_type})

    assert error(response) == (415, "unsupported_media_type")


@pytest.mark.parametrize("media_type", ["text/plain; charset*=bogus'en'%41", "x" * 10_001])
def test_a_media_type_that_cannot_be_read_does_not_matter_without_a_body(
    http: httpx.Client, media_type: str
):
    response = http.get("/health", headers={"Content-Type": media_type})

    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_trailer_is_no_header(http: httpx.Client, owner: Account):
    item = create_item(http, owner)
    request = (
        f"PATCH {ITEMS}/{item['id']} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Authorization: Bearer {owner.token}\r\nContent-Type: application/json\r\n"
        'Transfer-Encoding: chunked\r\n\r\n0d\r\n{"name": "x"}\r\n0\r\nIf-Match: *\r\n\r\n'
    )

    answer = exchange(http, request.encode())

    assert answer.startswith(b"HTTP/1.1 428 "), answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 70_000,
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1" + b"\r\na: b" * 101,
        b"GET /health?" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: 127.0.0.1",
        b"nonsense",
    ],
    ids=["header", "headers", "path", "nonsense"],
)
def test_a_head_that_is_too_long_or_malformed_is_refused(http: httpx.Client, head: bytes):
    start, _, body = exchange(http, head + b"\r\n\r\n").partition(b"\r\n\r\n")

    assert start.startswith(b"HTTP/1.1 400 ")
    assert json.loads(body)["error"] == "bad_request"


def test_a_header_does_not_pass_for_another(http: httpx.Client, owner: Account):
    item = create_item(http, owner)
    headers = {"If_Match": "*"}

    response = http.delete(f"{ITEMS}/{item['id']}", headers=headers, auth=owner)

    assert error(response) == (428, "precondition_required")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_the_page_of_the_description_is_only_read(http: httpx.Client, method: str):
    response = http.request(method, "/docs")

    assert error(response) == (405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


def test_thousands_of_parameters_are_counted(http: httpx.Client, owner: Account):
    query = "&".join(f"p{number}=1" for number in range(1500))

    response = http.get(f"{ITEMS}?{query}", auth=owner)

    assert error(response) == (422, "validation_error")
    assert response.json()["problems"] == 1500


def test_a_media_type_may_name_its_charset(http: httpx.Client, owner: Account):
    headers = {"Content-Type": "application/json; charset=utf-8"}

    response = http.post(ITEMS, content='{"name": "a", "price": 1}', headers=headers, auth=owner)

    assert response.status_code == 201


@each_with_body
def test_an_over_long_body_is_too_large(send, operation: Operation):
    response = send(operation, json={"name": "x" * operation.body_limit}, headers=CLOSE)

    assert error(response) == (413, "payload_too_large")


def exchange(http: httpx.Client, request: bytes) -> bytes:
    """Send raw bytes, and return all that is received until the server closes the connection."""
    with socket.create_connection((http.base_url.host, http.base_url.port), timeout=5) as peer:
        peer.sendall(request)
        return b"".join(iter(lambda: peer.recv(65536), b""))


@pytest.mark.parametrize("protocol", ["h2c", "foo", "h2c, foo", "websocket"])
def test_a_body_is_no_request_where_another_protocol_is_asked_for(
    http: httpx.Client, protocol: str
):
    inner = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = (
        "POST /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, close\r\n"
        f"Upgrade: {protocol}\r\nContent-Length: {len(inner)}\r\n\r\n"
    )

    answer = exchange(http, (head + inner).encode())

    assert answer.startswith(b"HTTP/1.1 405 "), answer
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_tunnel_is_refused(http: httpx.Client):
    answer = exchange(http, b"CONNECT /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 400 "), answer
    assert b"bad_request" in answer


@each_with_body
@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\r\n"])
def test_an_announced_length_is_too_large_before_a_byte_is_sent(
    http: httpx.Client, admin: Account, operation: Operation, expect: str
):
    head = (
        f"{operation.method} {operation.at(1)} HTTP/1.1\r\nHost: 127.0.0.1\r\n{expect}"
        f"Authorization: Bearer {admin.token}\r\nIf-Match: *\r\n"
        f"Content-Type: application/json\r\nContent-Length: {operation.body_limit + 1}\r\n\r\n"
    )

    answer = exchange(http, head.encode())

    assert answer.startswith(b"HTTP/1.1 413 "), answer
    assert b"payload_too_large" in answer


def test_a_body_of_the_allowed_length_is_invited(http: httpx.Client, owner: Account):
    body = b'{"name": "a", "price": 1}'
    head = (
        f"POST {ITEMS} HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
        f"Authorization: Bearer {owner.token}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )

    with socket.create_connection((http.base_url.host, http.base_url.port), timeout=5) as peer:
        peer.sendall(head.encode())
        invited = peer.recv(65536)
        peer.sendall(body)
        answer = b"".join(iter(lambda: peer.recv(65536), b""))

    assert invited.startswith(b"HTTP/1.1 100 ")
    assert answer.startswith(b"HTTP/1.1 201 "), answer


@each_with_body
def test_an_over_long_body_without_a_length_is_too_large(send, operation: Operation):
    response = send(operation, content=chunks(b"x" * operation.body_limit), headers=JSON | CLOSE)

    assert error(response) == (413, "payload_too_large")


def chunks(text: bytes) -> Iterator[bytes]:
    yield b'{"name": "a", "price": 1, "description": "'
    yield text
    yield b'"}'


def test_a_body_may_come_in_chunks(http: httpx.Client, owner: Account):
    response = http.post(ITEMS, content=chunks(b"x"), headers=JSON, auth=owner)

    assert response.status_code == 201
    assert response.json()["description"] == "x"


def test_a_body_of_just_the_allowed_length_is_read(http: httpx.Client, owner: Account):
    text = '{"name": "a", "price": 1}'

    response = http.post(ITEMS, content=text.ljust(LIMIT), headers=JSON, auth=owner)

    assert response.status_code == 201


@each_with_body
def test_an_unknown_member_of_a_body_is_named(send, operation: Operation):
    body = {**(a_body(operation) or {}), "nonsense": 1}

    assert faulty_fields(send(operation, json=body)) == {"nonsense"}


@each(lambda operation: operation.operation_id.startswith("list_") or "totals" in operation.path)
def test_an_unknown_query_parameter_is_named(send, operation: Operation):
    response = send(operation, "?nonsense=1")

    assert faulty_fields(response) == {"nonsense"}


@each(lambda operation: operation.operation_id.startswith("list_") or "totals" in operation.path)
def test_a_query_parameter_is_given_once(send, operation: Operation):
    name = "year" if operation.operation_id == "get_item_totals" else "limit"
    response = send(operation, f"?{name}=1&{name}=2")

    assert error(response) == (422, "validation_error")
    assert response.json()["fields"] == [{"field": name, "message": "Must be given once."}]


def test_every_faulty_field_is_named(http: httpx.Client):
    body = {"email": "nobody", "password": "short", "name": ""}

    response = http.post(f"{AUTH}/register", json=body)

    assert faulty_fields(response) == {"email", "password", "name"}


@pytest.mark.parametrize("missing", ["email", "password", "name"])
def test_a_missing_field_is_named(http: httpx.Client, missing: str):
    body = {name: value for name, value in registration().items() if name != missing}

    assert faulty_fields(http.post(f"{AUTH}/register", json=body)) == {missing}


@pytest.mark.parametrize("missing", ["name", "price"])
def test_a_missing_field_of_an_item_is_named(http: httpx.Client, owner: Account, missing: str):
    body = {name: value for name, value in {"name": "a", "price": 1}.items() if name != missing}

    assert faulty_fields(http.post(ITEMS, json=body, auth=owner)) == {missing}


@pytest.mark.parametrize("field", ["email", "password", "name"])
@pytest.mark.parametrize("value", [None, 7, True, ["a"], {"a": "b"}])
def test_a_field_of_another_type_is_named(http: httpx.Client, field: str, value):
    response = http.post(f"{AUTH}/register", json=registration(**{field: value}))

    assert faulty_fields(response) == {field}


@pytest.mark.parametrize("field", ["email", "password", "name"])
def test_no_text_of_a_registration_holds_a_nul(http: httpx.Client, field: str):
    body = registration()
    body[field] = f"\0{body[field]}"

    assert faulty_fields(http.post(f"{AUTH}/register", json=body)) == {field}


@pytest.mark.parametrize("path", ["login", "password-reset"])
def test_no_address_holds_a_nul(http: httpx.Client, path: str):
    body = {"email": "a\0b@example.com"}
    if path == "login":
        body["password"] = PASSWORD

    assert faulty_fields(http.post(f"{AUTH}/{path}", json=body)) == {"email"}


def test_no_reset_token_holds_a_nul(http: httpx.Client):
    body = {"token": "a\0b", "password": PASSWORD}

    assert faulty_fields(http.post(f"{AUTH}/password-reset/confirm", json=body)) == {"token"}


@pytest.mark.parametrize("field", ["name", "description"])
def test_no_text_of_an_item_holds_a_nul(http: httpx.Client, owner: Account, item, field: str):
    body = {"name": "a", "price": 1, field: "a\0b"}

    created = http.post(ITEMS, json=body, auth=owner)
    changed = http.patch(item_path(item), json={field: "a\0b"}, headers=ANY_VERSION, auth=owner)

    assert faulty_fields(created) == {field}
    assert faulty_fields(changed) == {field}


def test_no_search_holds_a_nul(http: httpx.Client, owner: Account):
    assert faulty_fields(http.get(f"{ITEMS}?search=a%00b", auth=owner)) == {"search"}


@pytest.mark.parametrize(
    "content",
    [
        '{"name": "a", "price": 1e400}',
        '{"name": "a", "price": NaN}',
        f'{{"name": "a", "price": {"9" * 5000}}}',
        f'{{"name": {"[" * 30_000}{"]" * 30_000}, "price": 1}}',
    ],
    ids=["infinite", "not a number", "5,000 digits", "30,000 deep"],
)
def test_json_that_no_field_can_hold_is_refused(http: httpx.Client, owner: Account, content: str):
    response = http.post(ITEMS, content=content, headers=JSON, auth=owner)

    assert error(response) in {(400, "malformed_json"), (422, "validation_error")}


def test_a_query_that_is_not_utf_8_is_no_failure(http: httpx.Client, owner: Account):
    response = http.get(f"{ITEMS}?search=%ff%fe", auth=owner)

    assert response.status_code in {200, 422}


@each(lambda operation: operation.names_record)
@pytest.mark.parametrize("record_id", ["0", "-1", str(LARGEST_ID + 1), "9" * 30, "abc", "1.5"])
def test_an_id_that_no_record_can_have_is_invalid(
    http: httpx.Client, admin: Account, operation: Operation, record_id: str
):

    response = http.request(
        operation.method,
        operation.at(record_id),
        headers=ANY_VERSION,
        auth=admin,
        json=a_body(operation),
    )

    assert error(response) == (422, "validation_error")


@each(lambda operation: operation.names_record)
def test_a_record_that_does_not_exist_is_not_found(
    http: httpx.Client, admin: Account, operation: Operation
):
    kind = "user" if operation.path.startswith(USERS) else "item"

    response = http.request(
        operation.method,
        operation.at(LARGEST_ID),
        headers=ANY_VERSION,
        auth=admin,
        json=a_body(operation),
    )

    assert error(response) == (404, f"{kind}_not_found")
    assert response.json()[f"{kind}_id"] == LARGEST_ID


@each(lambda operation: operation.needs_token)
def test_a_request_without_a_token_is_refused_before_all_else(
    http: httpx.Client, operation: Operation
):
    body = {"nonsense": 1} if operation.takes_body else None

    response = http.request(operation.method, f"{operation.at(LARGEST_ID)}?nonsense=1", json=body)

    assert error(response) == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@each(lambda operation: operation.needs_token and operation.names_record)
def test_a_request_without_a_token_does_not_learn_which_ids_are_valid(
    http: httpx.Client, operation: Operation
):
    response = http.request(operation.method, operation.at("abc"), json=a_body(operation))

    assert error(response) == (401, "not_authenticated")


@each(lambda operation: operation.needs_if_match)
def test_a_change_names_the_version_that_it_changes(
    http: httpx.Client, owner: Account, item, operation: Operation
):
    path = operation.at(owner.id if operation.path.startswith(USERS) else item["id"])

    response = http.request(operation.method, path, auth=owner, json=a_body(operation))

    assert error(response) == (428, "precondition_required")


@each(lambda operation: operation.needs_if_match)
@pytest.mark.parametrize("tags", ['"0"', 'W/"1"', '"2", "3"', '"x"', '"1x"', '"01"', '"+1"'])
def test_another_version_is_not_changed(
    http: httpx.Client, owner: Account, item, operation: Operation, tags: str
):
    path = operation.at(owner.id if operation.path.startswith(USERS) else item["id"])

    response = http.request(
        operation.method, path, headers={"If-Match": tags}, auth=owner, json=a_body(operation)
    )

    assert error(response) == (412, "precondition_failed")


def test_several_lines_of_if_match_are_one_list(http: httpx.Client, owner: Account):
    item = create_item(http, owner)
    lines = [("If-Match", '"8"'), ("If-Match", f'"{item["version"]}"'), ("If-Match", '"9"')]

    response = http.patch(item_path(item), json={"name": "x"}, headers=lines, auth=owner)

    assert record_of(response)["name"] == "x"


@pytest.mark.parametrize("tags", ["1", "nonsense", "", '"1', ",", '"1"; "2"'])
def test_a_header_that_names_no_version_changes_nothing(
    http: httpx.Client, owner: Account, item, tags: str
):
    response = http.patch(
        item_path(item), json={"name": "x"}, headers={"If-Match": tags}, auth=owner
    )

    assert response.status_code in {412, 422, 428}
    assert http.get(item_path(item), auth=owner).json() == item
