"""The content of files that depend on several layers, such as the settings and the application.

Each file in this folder uses only the standard library of Python 3.10, and imports no other file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2.ext import Extension


if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


# Layers, module in `settings/`, class.
SETTINGS = (
    ("base", "core", "CoreSettings"),
    ("web", "server", "ServerSettings"),
    ("database", "database", "DatabaseSettings"),
    ("auth", "auth", "AuthSettings"),
    ("accounts", "mail", "MailSettings"),
    ("metrics", "metrics", "MetricsSettings"),
    ("web-tracing", "tracing", "TracingSettings"),
    ("redis", "redis", "RedisSettings"),
    ("rate_limit", "rate_limit", "RateLimitSettings"),
)
# Layer, and module with an `install` or `init_app` that takes the application and the settings.
MODULES = {
    "fastapi": (
        ("sentry", "error_reports"),
        ("database", "database"),
        ("redis", "redis_client"),
        ("cache", "caching"),
        ("auth", "auth"),
        ("principal", "principal"),
        ("accounts", "mail"),
        ("instrumented", "instrumentation"),
    ),
    "flask": (
        ("database", "dependencies"),
        ("redis", "redis_client"),
        ("auth", "auth"),
        ("principal", "principal"),
        ("accounts", "background"),
        ("accounts", "mail"),
        ("cache", "caching"),
        ("instrumented", "instrumentation"),
    ),
}
# The command of `make run`, which serves on 127.0.0.1 during development.
RUN = {
    "fastapi": (
        'uvicorn {package}.main:create_app --factory --reload --reload-dir src --port "$$PORT"'
    ),
    "flask": 'flask --app {package}.main run --debug --port "$$PORT"',
    "django": 'python manage.py runserver "$$PORT"',
    "cli": "python -m {package} $(arguments)",
}
# The command of the image, one line of arguments each.
COMMAND = {
    "web": ('"python", "-m", "{package}"',),
}
ADMIN = {
    "fastapi": "python -m {package}.commands create-admin",
    "flask": "flask --app {package}.main create-admin",
    "django": "python manage.py create_admin",
}
SEED = {
    "fastapi": "python -m {package}.commands seed",
    "flask": "flask --app {package}.main seed",
    "django": "python manage.py seed",
}
MIGRATE = {"sqlalchemy": "alembic upgrade head", "django": "python manage.py migrate"}
# The stream of the log, and the level and format that apply unless a variable changes them.
LOG = {
    "web": {"stream": "stdout", "captured": "out", "level": "INFO", "format": "json"},
    "cli": {"stream": "stderr", "captured": "err", "level": "WARNING", "format": "console"},
}
# The layers of the import contract: a module may import those below it. Those in brackets are
# optional.
CONTRACT = {
    "django": ("urls", "api", "(tasks)", "(serializers)", "(services)", "(models)", "exceptions"),
    "web": ("main", "api", "(services)", "(repositories)", "(models)", "exceptions"),
    "cli": (
        *("main", "commands", "handlers", "(services)", "(repositories)", "(models)"),
        *("terminal", "exceptions"),
    ),
}

# The schemes of DATABASE_URL, and the driver that SQLAlchemy uses for them.
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
# The default isolation level of each database.
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
# Application labels that Django itself uses.
LABELS = {"admin", "auth", "contenttypes", "messages", "sessions", "sites", "staticfiles"}
# SPDX identifiers.
LICENSES = {
    "mit": "MIT",
    "apache_2_0": "Apache-2.0",
    "bsd_3_clause": "BSD-3-Clause",
    "proprietary": "LicenseRef-Proprietary",
}


def assemble(layer: Mapping[str, str], package: str, slug: str) -> dict[str, Any]:
    """Return the values that these layers assemble for a service with this package and slug.

    Returns:
        `settings`, each with its `module` and `name`; `modules`, in the order of installation;
        the commands `run`, `command`, `migrate`, `admin` and `seed`; the layers of the import
        `contract`; Django's application `label`; `log`; the `prefix` of variables; `schemes`,
        `driver`, `isolation` and an example `database_url`; `license` as an SPDX identifier.
    """
    return {
        "settings": [
            {"module": module, "name": name}
            for needed, module, name in SETTINGS
            if all(layer[each] for each in needed.split("-"))
        ],
        "modules": [module for needed, module in of_layer(MODULES, layer, ()) if layer[needed]],
        "run": of_layer(RUN, layer, "").format(package=package),
        "command": [line.format(package=package) for line in of_layer(COMMAND, layer, ())],
        "migrate": of_layer(MIGRATE, layer, ""),
        "admin": of_layer(ADMIN, layer, "").format(package=package),
        "seed": of_layer(SEED, layer, "").format(package=package),
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
    """Return the value of the first layer in the table that is active."""
    return next((value for name, value in table.items() if layer[name]), otherwise)


class AssemblyExtension(Extension):
    """Registers `assemble` as a Jinja global."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["assemble"] = assemble
