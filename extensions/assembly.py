"""What stands in the files that every choice touches: the settings, the application.

Like each file in this folder it stands alone, on the standard library of Python 3.10.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


# Layer, module in `settings/`, class.
SETTINGS = (
    ("base", "core", "CoreSettings"),
    ("web", "server", "ServerSettings"),
    ("database", "database", "DatabaseSettings"),
    ("auth", "auth", "AuthSettings"),
    ("accounts", "mail", "MailSettings"),
)
# Layer, module that is given the application and the settings, in that order.
MODULES = {
    "fastapi": (
        ("database", "database"),
        ("auth", "auth"),
        ("principal", "principal"),
        ("accounts", "mail"),
    ),
    "flask": (
        ("database", "dependencies"),
        ("auth", "auth"),
        ("principal", "principal"),
        ("accounts", "background"),
        ("accounts", "mail"),
    ),
}
# What serves while the code is written, on 127.0.0.1.
RUN = {
    "fastapi": (
        'uvicorn {package}.main:create_app --factory --reload --reload-dir src --port "$$PORT"'
    ),
    "flask": 'flask --app {package}.main run --debug --port "$$PORT"',
    "django": 'python manage.py runserver "$$PORT"',
    "cli": "python -m {package} $(arguments)",
}
# What serves in the image, a line of arguments each.
COMMAND = {
    "web": ('"python", "-m", "{package}"',),
}
ADMIN = {
    "fastapi": "python -m {package}.commands create-admin",
    "flask": "flask --app {package}.main create-admin",
    "django": "python manage.py create_admin",
}
MIGRATE = {"sqlalchemy": "alembic upgrade head", "django": "python manage.py migrate"}
# Where the log goes, from which level on, and in which format unless a variable says otherwise.
LOG = {
    "web": {"stream": "stdout", "captured": "out", "level": "INFO", "format": "json"},
    "cli": {"stream": "stderr", "captured": "err", "level": "WARNING", "format": "console"},
}
# Which module may import which: each those that stand below it. What is in brackets may be absent.
CONTRACT = {
    "django": ("urls", "api", "(tasks)", "(serializers)", "(services)", "(models)", "exceptions"),
    "web": ("main", "api", "(services)", "(repositories)", "(models)", "exceptions"),
    "cli": (
        *("main", "commands", "handlers", "(services)", "(repositories)", "(models)"),
        *("terminal", "exceptions"),
    ),
}

# What DATABASE_URL may begin with, and what SQLAlchemy makes of it.
SCHEMES = {
    "postgresql": '("postgresql://", "postgres://")',
    "mysql": '("mysql://", "mariadb://")',
    "sqlite": '("sqlite:///",)',
}
DRIVERS = {
    "fastapi": {
        "postgresql": "postgresql+asyncpg",
        "mysql": "mysql+asyncmy",
        "sqlite": "sqlite+aiosqlite",
    },
    "sync": {
        "postgresql": "postgresql+psycopg",
        "mysql": "mysql+pymysql",
        "sqlite": "sqlite+pysqlite",
    },
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
# Names that Django's own applications have in its registry.
LABELS = {"admin", "auth", "contenttypes", "messages", "sessions", "sites", "staticfiles"}
# As SPDX writes them.
LICENSES = {
    "mit": "MIT",
    "apache_2_0": "Apache-2.0",
    "bsd_3_clause": "BSD-3-Clause",
    "proprietary": "LicenseRef-Proprietary",
}


def assemble(layer: Mapping[str, str], package: str, slug: str) -> dict[str, Any]:
    """Return what belongs to these layers of the service with this package and this slug.

    Returns:
        `settings`, each with its `module` and `name`; `modules`, in the order of installation;
        the commands `run`, `command`, `migrate` and `admin`; the layers of the import `contract`;
        the `label` of the application in Django; the `log`; the `prefix` of each variable;
        `schemes`, `driver`, `isolation` and an example `database_url`; `license` as SPDX writes it.
    """
    return {
        "settings": [
            {"module": module, "name": name} for needed, module, name in SETTINGS if layer[needed]
        ],
        "modules": [module for needed, module in of_layer(MODULES, layer, ()) if layer[needed]],
        "run": of_layer(RUN, layer, "").format(package=package),
        "command": [line.format(package=package) for line in of_layer(COMMAND, layer, ())],
        "migrate": of_layer(MIGRATE, layer, ""),
        "admin": of_layer(ADMIN, layer, "").format(package=package),
        "contract": [
            re.sub(r"\w+", rf"{package}.\g<0>", module) for module in of_layer(CONTRACT, layer, ())
        ],
        "label": f"{package}_service" if package in LABELS else package,
        "log": of_layer(LOG, layer, {}),
        "prefix": f"{slug.upper().replace('-', '_')}_" if layer["cli"] else "",
        "schemes": of_layer(SCHEMES, layer, "()"),
        "driver": of_layer(of_layer(DRIVERS, layer, {}), layer, ""),
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
