"""A valid request body for each operation that takes one."""

from tests.contract.client import PASSWORD, new_email, registration
from tests.contract.operations import Operation


def a_body(operation: Operation) -> dict[str, object] | None:
    """Return a valid body, or None for an operation that takes no body."""
    bodies: dict[str, dict[str, object]] = {
        "register": registration(),
        "login": {"email": new_email(), "password": PASSWORD},
        "request_password_reset": {"email": new_email()},
        "change_password": {"current_password": "Wrong-horse-7", "new_password": PASSWORD},
        "confirm_password_reset": {"token": "nonsense", "password": PASSWORD},
        "create_item": {"name": "x", "price": 1},
        "create_item_batch": {"items": [{"name": "x", "price": 1}]},
    }
    return bodies.get(operation.operation_id, {"name": "x"}) if operation.takes_body else None
