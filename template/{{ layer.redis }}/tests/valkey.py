"""The Redis server of the tests."""

import os
from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from dev.valkey import temporary_valkey


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a server: `TEST_REDIS_URL`, whose data is deleted, or a new one."""
    given = os.environ.get("TEST_REDIS_URL")
    with nullcontext(given) if given else temporary_valkey() as url:
        yield url
