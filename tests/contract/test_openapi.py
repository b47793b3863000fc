"""The OpenAPI document contains exactly the operations of the contract and their statuses."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.contract.client import record_of
from tests.contract.conftest import ON_POSTGRESQL
from tests.contract.operations import OPERATIONS, Operation
from tests.contract.service import Service


pytestmark = ON_POSTGRESQL

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

RECORD = {"id", "version", "created_at", "updated_at"}
USER = RECORD | {"email", "name", "role", "is_active"}
ITEM = RECORD | {"owner_id", "owner", "name", "description", "status", "price"}
PAGE = {"items", "total", "limit", "offset"}
# The members of each schema, and the required ones.
MEMBERS: dict[str, tuple[set[str], set[str]]] = {
    "AccessToken": ({"access_token", "token_type", "expires_in"},) * 2,
    "Credentials": ({"email", "password"},) * 2,
    "ErrorBody": ({"error", "message", "fields", "problems"}, {"error", "message"}),
    "FieldProblem": ({"field", "message"},) * 2,
    "Health": ({"status"},) * 2,
    "ItemBatch": ({"items"},) * 2,
    "ItemBatchCreate": ({"items"},) * 2,
    "ItemCreate": ({"name", "description", "price"}, {"name", "price"}),
    "ItemOwner": ({"id", "name"},) * 2,
    "ItemPage": (PAGE,) * 2,
    "ItemResponse": (ITEM,) * 2,
    "ItemTotals": ({"months"},) * 2,
    "ItemUpdate": ({"name", "description", "price", "status"}, set()),
    "Message": ({"message"},) * 2,
    "MonthTotalResponse": ({"month", "count", "total", "average"},) * 2,
    "PasswordChange": ({"current_password", "new_password"},) * 2,
    "PasswordResetConfirmation": ({"token", "password"},) * 2,
    "PasswordResetRequest": ({"email"},) * 2,
    "Readiness": ({"status", "checks"},) * 2,
    "UserCreate": ({"email", "password", "name"},) * 2,
    "UserListing": (USER | {"item_count"},) * 2,
    "UserPage": (PAGE,) * 2,
    "UserResponse": (USER,) * 2,
    "UserTotalResponse": ({"id", "name", "count", "total"},) * 2,
    "UserTotals": ({"users", "total", "limit", "offset"},) * 2,
    "UserUpdate": ({"email", "name", "role", "is_active", "current_password"}, set()),
}


@pytest.fixture(scope="module")
def described(http: httpx.Client) -> dict[tuple[str, str], dict[str, Any]]:
    """The operations of /openapi.json by method and path, with each path's id written as `{id}`."""
    document = record_of(http.get("/openapi.json"))
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{id}", path)): entry[method]
        for path, entry in document["paths"].items()
        for method in METHODS
        if method in entry
    }


def test_the_description_is_openapi_3(http: httpx.Client):
    response = http.get("/openapi.json")

    assert response.headers["content-type"].startswith("application/json")
    assert response.json()["openapi"].startswith("3.")


def test_it_describes_exactly_the_operations_of_the_contract(described):
    assert described.keys() == {(operation.method, operation.path) for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_an_operation_has_its_name_and_exactly_its_statuses(described, operation: Operation):
    entry = described[operation.method, operation.path]

    assert entry["operationId"] == operation.operation_id
    assert set(entry["responses"]) == {str(status) for status in operation.statuses}


def test_every_schema_it_refers_to_exists(http: httpx.Client):
    document = record_of(http.get("/openapi.json"))

    references = set(re.findall(r"'#/components/(\w+)/([\w.-]+)'", str(document)))

    known = {(kind, name) for kind, names in document["components"].items() for name in names}
    assert references - known == set()


def test_its_schemas_have_their_names_and_members(http: httpx.Client):
    schemas = record_of(http.get("/openapi.json"))["components"]["schemas"]

    members = {
        name: (set(schema["properties"]), set(schema.get("required", [])))
        for name, schema in schemas.items()
        if "properties" in schema
    }
    assert members == MEMBERS
    assert schemas.keys() - members.keys() == {"ItemStatus", "Role"}


@pytest.mark.parametrize(
    ("schema", "member", "limits"),
    [
        ("ItemCreate", "name", {"minLength": 1, "maxLength": 100}),
        ("ItemUpdate", "name", {"minLength": 1, "maxLength": 100}),
        ("ItemBatchCreate", "items", {"minItems": 1, "maxItems": 100}),
        ("UserCreate", "email", {"format": "email", "maxLength": 254}),
        ("UserCreate", "password", {"format": "password", "minLength": 8, "maxLength": 128}),
        ("PasswordChange", "current_password", {"format": "password", "maxLength": 128}),
        ("PasswordResetConfirmation", "token", {"minLength": 1, "maxLength": 128}),
    ],
)
def test_limits_of_inputs_are_described(
    http: httpx.Client, schema: str, member: str, limits: dict[str, Any]
):
    described = record_of(http.get("/openapi.json"))["components"]["schemas"][schema]

    assert described["additionalProperties"] is False
    assert limits.items() <= described["properties"][member].items()


def test_inputs_have_examples(http: httpx.Client):
    schemas = record_of(http.get("/openapi.json"))["components"]["schemas"]

    examples = {
        name: schema["examples"] for name, schema in schemas.items() if "examples" in schema
    }
    assert examples.keys() == {"ItemCreate", "ItemUpdate", "UserCreate", "UserUpdate"}
    for name, (example,) in examples.items():
        assert example.keys() <= schemas[name]["properties"].keys()


def test_answers_are_described_without_marks_of_requests(http: httpx.Client):
    assert "readOnly" not in str(record_of(http.get("/openapi.json")))


def test_the_service_and_its_tags_are_described(http: httpx.Client):
    document = record_of(http.get("/openapi.json"))
    info, tags = document["info"], {tag["name"]: tag["description"] for tag in document["tags"]}

    assert info["title"]
    assert info["description"]
    assert info["version"] == "0.1.0"
    assert info["contact"]["name"]
    assert set(tags) == {"health", "auth", "users", "items"}
    assert all(tags.values())


def test_money_is_text_in_answers(http: httpx.Client):
    schemas = record_of(http.get("/openapi.json"))["components"]["schemas"]

    assert schemas["ItemResponse"]["properties"]["price"]["type"] == "string"
    assert schemas["MonthTotalResponse"]["properties"]["total"]["type"] == "string"
    assert schemas["MonthTotalResponse"]["properties"]["average"]["type"] == "string"
    assert schemas["UserTotalResponse"]["properties"]["total"]["type"] == "string"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.operation_id)
def test_what_a_request_cannot_go_without_is_required(described, operation: Operation):
    entry = described[operation.method, operation.path]
    headers = {each["name"]: each for each in entry.get("parameters", []) if each["in"] == "header"}

    assert entry.get("requestBody", {}).get("required", False) is operation.takes_body
    conditions = {"If-Match": operation.needs_if_match, "If-None-Match": 304 in operation.statuses}
    assert set(headers) == {name for name, is_there in conditions.items() if is_there}
    for name, header in headers.items():
        assert header.get("required", False) is (name == "If-Match")
    assert all(header["schema"]["type"] == "string" for header in headers.values())
    assert entry.get("security") == ([{"bearer": []}] if operation.needs_token else None)
    assert entry["tags"] == [operation.path.split("/")[1 if "health" in operation.path else 3]]


class Loaded(HTMLParser):
    """The URLs that a page loads, each with its integrity hash."""

    def __init__(self) -> None:
        """Start without URLs."""
        super().__init__()
        self.hashes: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record the URL that a tag loads."""
        given = dict(attrs)
        address = given.get("src") or given.get("href") or ""
        if address and not address.startswith("data:"):
            self.hashes[address] = given.get("integrity") or ""


def test_a_browser_may_load_what_shows_it_and_nothing_else(http: httpx.Client):
    response = http.get("/docs")
    page = Loaded()
    page.feed(response.text)

    policy = response.headers["Content-Security-Policy"]
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert {(urlsplit(address).netloc or "'self'") in policy for address in page.hashes} == {True}
    assert all(pin.startswith("sha384-") for pin in page.hashes.values())
    assert "'unsafe-inline'" not in re.findall("script-src[^;]*", policy)[0]


def test_production_describes_itself_only_when_asked_to(service: Service):
    production = {"ENVIRONMENT": "production", "SMTP_HOST": "mail.example.com"}

    def statuses(**changes: str) -> list[int]:
        with (
            service.launch({**production, **changes}) as instance,
            httpx.Client(base_url=instance.base_url, trust_env=False) as http,
        ):
            return [http.get(path).status_code for path in ("/openapi.json", "/docs")]

    assert statuses() == [404, 404]
    assert statuses(DOCS_ENABLED="true") == [200, 200]
