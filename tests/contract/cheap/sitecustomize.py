"""Lowers the cost of Argon2 in servers under test, which would spend most of their time on it.

Python imports this module at its start, because PYTHONPATH names its folder.
"""

from contextlib import suppress
from dataclasses import replace
from functools import partialmethod
from importlib import import_module
from typing import Any


CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}

with suppress(ImportError):
    pwdlib = import_module("pwdlib.hashers.argon2").Argon2Hasher
    pwdlib.__init__ = partialmethod(pwdlib.__init__, **CHEAP)
with suppress(ImportError):
    django = import_module("django.contrib.auth.hashers").Argon2PasswordHasher
    params = django.params

    def cheap_params(self: Any) -> Any:
        """Return the parameters of new hashes."""
        return replace(params(self), **CHEAP)

    django.params = cheap_params
