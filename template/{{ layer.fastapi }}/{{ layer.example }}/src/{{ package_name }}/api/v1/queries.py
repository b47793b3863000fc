"""Routes whose query parameters must not be repeated."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.datastructures import QueryParams


class SingleParams(QueryParams):
    """Query parameters of which only a list, read with `getlist`, may have several values."""

    def __getitem__(self, name: str) -> str:
        """Return the value of a parameter.

        Raises:
            KeyError: The parameter is missing.
            RequestValidationError: The parameter is repeated.
        """
        values = self.getlist(name)
        if len(values) > 1:
            problem = {"type": "repeated", "loc": ("query", name), "msg": "Must be given once."}
            raise RequestValidationError([{**problem, "input": values}])
        return super().__getitem__(name)


class SingleParamsRequest(Request):
    """A request whose query parameters must not be repeated."""

    @property
    def query_params(self) -> QueryParams:
        """The parameters, which are checked when they are read, after authentication."""
        return SingleParams(super().query_params)


class SingleParamsRoute(APIRoute):
    """A route that refuses repeated query parameters. FastAPI itself takes the last value."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return a handler that validates the parameters of a `SingleParamsRequest`."""
        handle = super().get_route_handler()

        async def handle_single_params(request: Request) -> Response:
            return await handle(SingleParamsRequest(request.scope, request.receive))

        return handle_single_params
