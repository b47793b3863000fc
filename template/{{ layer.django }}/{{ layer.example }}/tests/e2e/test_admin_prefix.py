"""The admin site works under a path prefix."""

import re

from tests.e2e.conftest import running


def test_the_admin_site_stays_under_the_prefix(environment, tmp_path):
    with running({**environment, "ROOT_PATH": "/orders"}, tmp_path) as server:
        moved = server.client.get("/orders/admin")
        asked = server.client.get(moved.headers["Location"])
        page = server.client.get(asked.headers["Location"])
        (style, *_) = re.findall(r'href="([^"]*\.css)"', page.text)

        assert moved.headers["Location"] == "/orders/admin/"
        assert asked.headers["Location"] == "/orders/admin/login/?next=/orders/admin/"
        assert "Path=/orders;" in page.headers["Set-Cookie"]
        assert style.startswith("/orders/static/")
        assert server.client.get(style).is_success
        assert server.client.get(style.removeprefix("/orders")).is_success
