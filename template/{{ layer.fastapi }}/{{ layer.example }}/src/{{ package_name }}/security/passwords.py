"""Password hashing, off the event loop, and the random tokens that reset a password."""

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


HASHER = PasswordHash((Argon2Hasher(),))
# A hash takes 64 MiB and a core for some 50 ms: a burst of logins waits here, and nothing else.
POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")
# Verified in place of the hash of an account that does not exist, so that it takes as long.
NO_HASH = HASHER.hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    """Hash a password with Argon2."""
    return await asyncio.get_running_loop().run_in_executor(POOL, HASHER.hash, password)


async def verify_password(password: str, hashed: str | None) -> tuple[bool, str | None]:
    """Compare a password with a hash, in the same time when there is no hash.

    Returns:
        Whether they match, and a new hash if the old one's parameters are out of date.
    """
    matches, new_hash = await asyncio.get_running_loop().run_in_executor(
        POOL, HASHER.verify_and_update, password, hashed or NO_HASH
    )
    return matches and hashed is not None, new_hash


def new_reset_token() -> str:
    """Make a token that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_reset_token(token: str) -> str:
    """Hash a token for keeping; it is random, so a fast hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()
