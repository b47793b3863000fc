"""Every operation of the contract with the statuses that it documents: the only such table.

An operation documents its success, and each error that its own request can cause. No operation
documents the errors that any request can cause, with any path: 400 `invalid_host`, and 404
`not_found`, 405 and 500.
"""

from dataclasses import dataclass

from tests.contract.client import API


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path."""

    operation_id: str
    method: str
    path: str
    statuses: frozenset[int]

    @property
    def takes_body(self) -> bool:
        """Whether the operation reads a JSON body."""
        return 415 in self.statuses

    @property
    def body_limit(self) -> int:
        """The longest body in bytes that it accepts."""
        return 2 * 2**20 if self.operation_id == "create_item_batch" else 64 * 1024

    @property
    def needs_token(self) -> bool:
        """Whether the operation requires a token."""
        return 401 in self.statuses and self.operation_id != "login"

    @property
    def needs_if_match(self) -> bool:
        """Whether the operation changes a record, and so requires its version in `If-Match`."""
        return 428 in self.statuses

    @property
    def names_record(self) -> bool:
        """Whether the path contains the id of a record."""
        return "{id}" in self.path

    def at(self, record_id: object) -> str:
        """Return the path for the record with this id."""
        return self.path.replace("{id}", str(record_id))


BODY = (400, 413, 415, 422)
RECORD = (401, 403, 404, 422)
CHANGE = (*RECORD, 412, 428)


def _operation(operation_id: str, method: str, path: str, *statuses: int) -> Operation:
    return Operation(operation_id, method, path, frozenset(statuses))


OPERATIONS = (
    _operation("health", "GET", "/health", 200),
    _operation("health_live", "GET", "/health/live", 200),
    _operation("health_ready", "GET", "/health/ready", 200, 503),
    _operation("register", "POST", f"{API}/auth/register", 201, 409, *BODY),
    _operation("login", "POST", f"{API}/auth/login", 200, 401, *BODY),
    _operation("change_password", "POST", f"{API}/auth/password", 204, 401, 403, *BODY),
    _operation("request_password_reset", "POST", f"{API}/auth/password-reset", 202, *BODY),
    _operation("confirm_password_reset", "POST", f"{API}/auth/password-reset/confirm", 204, *BODY),
    _operation("list_users", "GET", f"{API}/users", 200, 401, 403, 422),
    _operation("get_user_totals", "GET", f"{API}/users/totals", 200, 401, 403, 422),
    _operation("get_me", "GET", f"{API}/users/me", 200, 304, 401),
    _operation("get_user", "GET", f"{API}/users/{{id}}", 200, 304, *RECORD),
    _operation("list_user_items", "GET", f"{API}/users/{{id}}/items", 200, *RECORD),
    _operation("update_user", "PATCH", f"{API}/users/{{id}}", 200, 409, *BODY, *CHANGE),
    _operation("delete_user", "DELETE", f"{API}/users/{{id}}", 204, *CHANGE),
    _operation("list_items", "GET", f"{API}/items", 200, 401, 422),
    _operation("create_item", "POST", f"{API}/items", 201, 401, 403, *BODY),
    _operation("create_item_batch", "POST", f"{API}/items/batch", 201, 401, 403, *BODY),
    _operation("get_item_totals", "GET", f"{API}/items/totals", 200, 401, 422),
    _operation("get_item", "GET", f"{API}/items/{{id}}", 200, 304, *RECORD),
    _operation("update_item", "PATCH", f"{API}/items/{{id}}", 200, 409, *BODY, *CHANGE),
    _operation("publish_item", "POST", f"{API}/items/{{id}}/publish", 200, 409, *CHANGE),
    _operation("delete_item", "DELETE", f"{API}/items/{{id}}", 204, *CHANGE),
)

METHODS = {
    path: {operation.method for operation in OPERATIONS if operation.path == path}
    for path in {operation.path for operation in OPERATIONS}
}
