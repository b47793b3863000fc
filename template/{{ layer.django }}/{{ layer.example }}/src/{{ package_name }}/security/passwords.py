"""Passwords: what they must hold, and how they are hashed."""

from threading import BoundedSemaphore
from typing import override

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError


MIN_LENGTH, MAX_LENGTH = 8, 128
# A hash takes 64 MiB and a core for some 50 ms: in a burst of logins the others wait.
SLOTS = BoundedSemaphore(4)


class Hasher(Argon2PasswordHasher):
    """Argon2 by the second profile of RFC 9106, which is the one for little memory."""

    time_cost = 3
    memory_cost = 65_536
    parallelism = 4

    @override
    def encode(self, password: str, salt: str) -> str:
        """Hash a password."""
        with SLOTS:
            return super().encode(password, salt)

    @override
    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with a hash."""
        with SLOTS:
            return super().verify(password, encoded)


class Rules:
    """Holds passwords that are set on the admin site to the rules that the API has."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - by this name
        """Check a password; raises ValidationError."""
        if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
            raise ValidationError(self.get_help_text())
        check_password(password)

    def get_help_text(self) -> str:
        """Tell the rules."""
        return (
            f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters, among them an upper-case"
            " letter and a digit."
        )


def check_password(password: str) -> None:
    """Check what a password is made of.

    Raises:
        ValidationError: It has no upper-case letter, or no digit.
    """
    if not any(character.isupper() for character in password):
        message = "Must contain an upper-case letter."
        raise ValidationError(message)
    if not any(character.isdigit() for character in password):
        message = "Must contain a digit."
        raise ValidationError(message)
