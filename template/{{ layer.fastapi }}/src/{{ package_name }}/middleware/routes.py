"""The route that matched a request, as a path with names in place of values."""

from collections.abc import Sequence

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Route
from starlette.types import Scope


class Routes:
    """The paths of an application's routes, which are looked up once."""

    def __init__(self) -> None:
        self._paths: dict[int, str | None] = {}

    def of(self, scope: Scope) -> str | None:
        """Return the path of the route that matched, such as `/api/v1/items/{item_id}`, or None."""
        matched = scope.get("route") or scope.get("endpoint")
        if matched is None:
            return None
        if id(matched) not in self._paths:
            self._paths |= {id(matched): None} | paths_of(scope["app"].routes)
        return self._paths[id(matched)]


def paths_of(routes: Sequence[BaseRoute]) -> dict[int, str | None]:
    """Return the path of each route, with the prefix of its router, by the route's identity.

    Starlette does not store its own routes in the scope, so their endpoints stand for them.
    """
    found: dict[int, str | None] = {
        id(each.endpoint): each.path for each in routes if isinstance(each, Route)
    }
    for context in iter_route_contexts(routes):
        found[id(context.original_route)] = context.path or None
    return found
