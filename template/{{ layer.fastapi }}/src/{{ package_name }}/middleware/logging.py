"""The log of requests, and the id that joins what one request caused."""

import re
import time
import uuid

import structlog
from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

WELL_FORMED_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class RequestLogMiddleware:
    """Logs the start of each request, and its end when the response has been sent.

    The request id is the caller's `X-Request-ID` if that is well formed; it is bound to every log
    line that the request causes, and returned.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        request = {"method": scope["method"], "path": scope["path"]}
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body", False):
                duration_ms = round((time.perf_counter() - started) * 1000, 2)
                logger.info("request_finished", **request, status=status, duration_ms=duration_ms)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            logger.info("request_started", **request)
            await self.app(scope, receive, send_with_id)


def request_id_of(scope: Scope) -> str:
    """Take the caller's request id if it is well formed, else make one."""
    given = Headers(scope=scope).get("x-request-id", "")
    return given if WELL_FORMED_ID.fullmatch(given) else uuid.uuid4().hex


def install(app: FastAPI) -> None:
    """Put the log around the application and all other middleware; so install it last."""
    app.add_middleware(RequestLogMiddleware)
