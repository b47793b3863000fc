"""What browsers are told to enforce, and who may call, whatever the route."""

import re


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
# Swagger UI comes from a CDN and starts from an inline script.
DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "style-src 'self' 'unsafe-inline' https://cdn.jsdelivr.net; "
    "img-src 'self' data: https://fastapi.tiangolo.com; frame-ancestors 'none'"
)

CORS_METHODS = ["GET", "POST", "PATCH", "DELETE"]
CORS_HEADERS = ["Authorization", "Content-Type", "If-Match", "X-Request-ID"]
CORS_EXPOSED = ["X-Total-Count", "X-Request-ID", "ETag", "Location"]
CORS_SECONDS = 600

PORT = re.compile(r":[0-9]*$")
# Probes name an address, not a host.
PROBES = {"/health", "/health/live", "/health/ready"}


def headers_for(*, is_docs: bool, is_https_only: bool) -> dict[str, str]:
    """Return the security headers of a response."""
    policy = {"Content-Security-Policy": DOCS_POLICY if is_docs else API_POLICY}
    return HEADERS | policy | (HSTS if is_https_only else {})


def is_allowed(host: str, path: str, *, hosts: frozenset[str]) -> bool:
    """Tell whether the request names one of the hosts, which are in lower case, or is a probe."""
    return PORT.sub("", host).lower() in hosts or path in PROBES
