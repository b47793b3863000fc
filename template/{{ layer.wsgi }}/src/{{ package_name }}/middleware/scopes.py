"""Requests in ASGI, in the form that WSGI can represent."""

import string
import sys
from urllib.parse import quote_from_bytes

from a2wsgi.asgi_typing import HTTPRequestEvent, HTTPScope


def for_wsgi(scope: HTTPScope, messages: list[HTTPRequestEvent]) -> HTTPScope:
    """Adapt the scope to WSGI: a Content-Length for chunked bodies, and a query in ASCII.

    A chunked body beyond its limit gets the largest possible length, as its own is not known.
    """
    # WSGI does not distinguish `-` and `_`, so one header could pass for another.
    sent = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    headers = [(name, value) for name, value in sent if name != b"transfer-encoding"]
    if len(headers) < len(sent):
        is_cut = bool(messages) and messages[-1].get("more_body", False)
        length = sys.maxsize if is_cut else sum(len(message["body"]) for message in messages)
        headers.append((b"content-length", str(length).encode()))
    query = quote_from_bytes(scope["query_string"], safe=string.punctuation).encode()
    return {**scope, "headers": headers, "query_string": query}
