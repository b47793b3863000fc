"""Hashes of passwords, and of the random tokens that reset one."""

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


HASHER = PasswordHash((Argon2Hasher(),))
# A hash takes 64 MiB and a core for some 50 ms: in a burst of logins the others wait.
SLOTS = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """Hash a password with Argon2."""
    with SLOTS:
        return HASHER.hash(password)


def verify_password(password: str, hashed: str | None) -> tuple[bool, str | None]:
    """Compare a password with a hash, in the same time when there is no hash.

    Returns:
        Whether they match, and a new hash if the old one's parameters are out of date.
    """
    with SLOTS:
        matches, new_hash = HASHER.verify_and_update(password, hashed or hash_of_nobody())
    return matches and hashed is not None, new_hash


@cache
def hash_of_nobody() -> str:
    """Return what stands in for the hash of an account that does not exist."""
    return HASHER.hash(secrets.token_urlsafe())


def new_reset_token() -> str:
    """Make a token that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_reset_token(token: str) -> str:
    """Hash a token for keeping; it is random, so a fast hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()
