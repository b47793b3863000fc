"""The methods of paths without parameters."""

from flask import Request, current_app
from werkzeug.exceptions import MethodNotAllowed


def require_method(request: Request) -> None:
    """Check that a path without parameters, such as `/items/batch`, has the request's method.

    Werkzeug would also allow the methods of `/items/<record_id:item_id>`, which matches the path.
    A refused request is assigned to the rule of its path.

    Raises:
        MethodNotAllowed: The path has other methods.
    """
    rules = [rule for rule in current_app.url_map.iter_rules() if rule.rule == request.path]
    allowed = {method for rule in rules for method in rule.methods or ()}
    if rules and request.method not in allowed:
        request.url_rule = rules[0]
        raise MethodNotAllowed(sorted(allowed))
