"""What stands in the files that every choice touches: the settings, the application.

Like each file in this folder it stands alone, on the standard library of Python 3.10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


# Layer, module in `settings/`, class.
SETTINGS = (
    ("base", "core", "CoreSettings"),
    ("database", "database", "DatabaseSettings"),
    ("auth", "auth", "AuthSettings"),
    ("example", "mail", "MailSettings"),
)
# Layer, module with an `install(app, settings)`, in the order in which they are installed.
MODULES = (
    ("database", "database"),
    ("auth", "auth"),
    ("principal", "principal"),
    ("example", "mail"),
)

# What DATABASE_URL may begin with, and what SQLAlchemy makes of it.
SCHEMES = {
    "postgresql": '("postgresql://", "postgres://")',
    "mysql": '("mysql://", "mariadb://")',
    "sqlite": '("sqlite://",)',
}
DRIVERS = {
    "postgresql": "postgresql+asyncpg",
    "mysql": "mysql+asyncmy",
    "sqlite": "sqlite+aiosqlite",
}
# Each database's own default.
ISOLATION = {
    "postgresql": "READ COMMITTED",
    "mysql": "REPEATABLE READ",
    "sqlite": "SERIALIZABLE",
}
URLS = {
    "postgresql": "postgresql://app:app@localhost:5432/app",
    "mysql": "mysql://app:app@localhost:3306/app",
    "sqlite": "sqlite:///app.db",
}
# As SPDX writes them.
LICENSES = {
    "mit": "MIT",
    "apache_2_0": "Apache-2.0",
    "bsd_3_clause": "BSD-3-Clause",
    "proprietary": "LicenseRef-Proprietary",
}


def assemble(layer: Mapping[str, str]) -> dict[str, Any]:
    """Return what belongs to these layers.

    Returns:
        `settings`, each with its `module` and `name`; `modules`, in the order of installation;
        `schemes`, `driver`, `isolation` and an example `database_url`; `license` as SPDX writes it.
    """
    return {
        "settings": [
            {"module": module, "name": name} for needed, module, name in SETTINGS if layer[needed]
        ],
        "modules": [module for needed, module in MODULES if layer[needed]],
        "schemes": of_layer(SCHEMES, layer, "()"),
        "driver": of_layer(DRIVERS, layer, ""),
        "isolation": of_layer(ISOLATION, layer, ""),
        "database_url": of_layer(URLS, layer, ""),
        "license": of_layer(LICENSES, layer, ""),
    }


def of_layer(table: Mapping[str, Any], layer: Mapping[str, str], otherwise: Any) -> Any:
    """Look up the one layer of the table that is chosen."""
    return next((value for name, value in table.items() if layer[name]), otherwise)


class AssemblyExtension(Extension):
    """Makes `assemble` a global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["assemble"] = assemble
