"""The page with the API documentation.

It loads Swagger UI from a CDN at a pinned version; browsers reject files with another hash.
"""

import base64
import hashlib
import html
from string import Template


PATH = "/docs"
CDN = "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5.35.0"
STYLE = "sha384-WlYgdmXYOOBWL5apwjDEZwN+U3HmXSSu5R6V5aGxEcf7z+KuRNwBhoxKVN1i3D5I"
SCRIPT = "sha384-gjRm0bEPMeTmMh5jT2cHccIwCUZSTd8YC+j0d0sXw0MdGEfScduGpSyF3ZSSLkX9"
START = 'SwaggerUIBundle({url: "openapi.json", dom_id: "#swagger-ui"})'
POLICY = (
    f"default-src 'none'; connect-src 'self'; script-src {CDN}/ "
    f"'sha256-{base64.b64encode(hashlib.sha256(START.encode()).digest()).decode()}'; "
    f"style-src {CDN}/ 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = Template(f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{CDN}/swagger-ui.css" integrity="{STYLE}" crossorigin="anonymous">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{CDN}/swagger-ui-bundle.js" integrity="{SCRIPT}" crossorigin="anonymous"></script>
<script>{START}</script>
</body>
</html>
""")


def page(title: str) -> str:
    """Return the page, which loads `openapi.json` by a relative URL."""
    return PAGE.substitute(title=html.escape(title))
