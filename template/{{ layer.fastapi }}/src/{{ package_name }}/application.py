"""The application, and what stands around all of it."""

from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp


class Application(FastAPI):
    """An application whose own middleware stays outside of what is added with `add_middleware`.

    So an error of a middleware that was added later is answered and logged like any other.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.outer_middleware: list[Middleware] = []

    def add_outer_middleware(self, middleware: Any, **options: Any) -> None:
        """Put a middleware around the application and all other middleware."""
        self.outer_middleware.insert(0, Middleware(middleware, **options))

    def build_middleware_stack(self) -> ASGIApp:
        """Build the stack, with this application's own middleware outside."""
        added = self.user_middleware
        self.user_middleware = [*self.outer_middleware, *added]
        try:
            return super().build_middleware_stack()
        finally:
            self.user_middleware = added
