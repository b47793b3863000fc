"""Checks of the dependencies of the service."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import structlog


logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# Shorter than the usual timeout of probes.
CHECK_SECONDS = 2

type Check = Callable[[], object]


def failures(checks: dict[str, Check], *, seconds: float = CHECK_SECONDS) -> set[str]:
    """Run all checks concurrently; log and return the names of those that fail or time out."""
    pool = ThreadPoolExecutor(max_workers=max(len(checks), 1))
    running = {pool.submit(check): name for name, check in checks.items()}
    done, late = wait(running, seconds)
    pool.shutdown(wait=False)
    failed = {running[check]: check.exception() for check in done if check.exception()}
    failed |= {running[check]: TimeoutError() for check in late}
    for name, error in failed.items():
        logger.warning("check_failed", check=name, reason=getattr(error, "reason", repr(error)))
    return set(failed)
