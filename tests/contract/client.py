"""Helpers that send requests as a client of the service and read the responses."""

import email
import email.policy
import json
import re
import uuid
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import httpx

from tests.contract.service import eventually


API = "/api/v1"
AUTH = f"{API}/auth"
USERS = f"{API}/users"
ITEMS = f"{API}/items"

PASSWORD = "Correct-horse-7"
ANY_VERSION = {"If-Match": "*"}
LARGEST_ID = 2_147_483_647
# A response lists at most this many problems of a request, and counts the others.
MOST_FIELDS = 20

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Account(httpx.Auth):
    """A registered user and their bearer token. Pass it to httpx as `auth=`."""

    id: int
    email: str
    password: str
    token: str

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the token to the request."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        yield request

    @property
    def path(self) -> str:
        """The path of the user's own record."""
        return f"{USERS}/{self.id}"


def new_email() -> str:
    """Return an address that no test has used."""
    return f"user-{uuid.uuid4().hex}@example.com"


def registration(**changes: Any) -> dict[str, Any]:
    """Return a valid body for a registration, with these members changed."""
    return {"email": new_email(), "password": PASSWORD, "name": "Ada Lovelace", **changes}


def register(http: httpx.Client, **changes: Any) -> Account:
    """Register a new user and log them in."""
    body = registration(**changes)
    record_of(http.post(f"{AUTH}/register", json=body), 201)
    return log_in(http, body["email"], body["password"])


def log_in(http: httpx.Client, address: str, password: str = PASSWORD) -> Account:
    """Log a registered user in."""
    token = record_of(login(http, address, password))["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    record = record_of(http.get(f"{USERS}/me", headers=headers))
    return Account(record["id"], record["email"], password, token)


def login(http: httpx.Client, address: str, password: str = PASSWORD) -> httpx.Response:
    """Send a login and return the response."""
    return http.post(f"{AUTH}/login", json={"email": address, "password": password})


def create_item(http: httpx.Client, owner: Account, **changes: Any) -> dict[str, Any]:
    """Create a draft item and return its record."""
    body = {"name": "Lamp", "price": "19.90", **changes}
    return record_of(http.post(ITEMS, json=body, auth=owner), 201)


def item_path(item: dict[str, Any]) -> str:
    """Return the path of an item."""
    return f"{ITEMS}/{item['id']}"


def if_match(record: dict[str, Any]) -> dict[str, str]:
    """Return the `If-Match` header for the version of this record."""
    return {"If-Match": f'"{record["version"]}"'}


def record_of(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    """Check the status of a response and return its body."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    body: dict[str, Any] = response.json()
    return body


def error(response: httpx.Response) -> tuple[int, str]:
    """Check that a response has the error body of the contract, and return its status and code."""
    assert response.headers["content-type"].split(";")[0] == "application/json", response.text
    body = response.json()
    assert isinstance(body["message"], str), body
    assert body["message"], body
    return response.status_code, body["error"]


def faulty_fields(response: httpx.Response) -> set[str]:
    """Return the names of the fields that a validation error lists."""
    assert error(response) == (422, "validation_error"), response.text
    body = response.json()
    fields = body["fields"]
    assert len(fields) == min(body["problems"], MOST_FIELDS), body
    assert all(set(field) == {"field", "message"} for field in fields), fields
    return {field["field"] for field in fields}


def at_once(*calls: Callable[[], ResultT]) -> list[ResultT]:
    """Run all calls concurrently, in threads, and return their results in order."""
    barrier = Barrier(len(calls))

    def start(call: Callable[[], ResultT]) -> ResultT:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(start, calls))


def mails_to(outbox: Path, address: str) -> list[str]:
    """Return the texts of the mails to an address, in any order."""
    files = [path.read_bytes() for path in outbox.iterdir() if path.suffix != ".tmp"]
    mails = [email.message_from_bytes(file, policy=email.policy.default) for file in files]
    parts = [mail.get_body() for mail in mails if address in str(mail["To"])]
    return [part.get_content() for part in parts if part is not None]


def mail_to(outbox: Path, address: str) -> str:
    """Wait for the first mail to an address and return its text."""
    return eventually(lambda: mails_to(outbox, address))[0]


def reset_token(outbox: Path, address: str, *known: str) -> str:
    """Wait for a mail with a token that is not among `known`, and return the token."""

    def unknown() -> set[str]:
        text = "\n".join(mails_to(outbox, address))
        return set(re.findall(r"(?m)^(?=.*[A-Za-z0-9])([\w.~-]{20,})\s*$", text)) - set(known)

    (token,) = eventually(unknown)
    return token


def events(log: Path, request_id: str | None = None) -> list[dict[str, Any]]:
    """Return the logged events, of one request if an id is given."""
    lines = log.read_text(encoding="utf-8").splitlines()
    entries: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    return [e for e in entries if request_id is None or e.get("request_id") == request_id]
