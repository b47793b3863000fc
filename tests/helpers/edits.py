"""Edits that teams make to their services between two updates.

Each edit is a list of steps by the layers that they apply to; `example-flask` needs both layers.
The files that an edit adds are in `tests/updates/edits/EDIT/LAYERS/`. A later edit may depend on an
earlier one: the migration of `warehouses` follows that of `field`.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.helpers.editing import Change, Dependency, Either, Move, NewFile, Step, add
from tests.helpers.questions import layers
from tests.helpers.rendering import ROOT


FILES = ROOT / "tests/updates/edits"
CONTAINER = "  {name}:\n    image: docker.io/library/{name}\n"
TARGET = "\n.PHONY: greet\ngreet: ## Say hello\n\t@echo hello\n"
OVERRIDE = '\n[[tool.mypy.overrides]]\nmodule = "legacy.*"\nignore_errors = true\n'
IMAGE = """\
RUN apt-get update \\
    && apt-get install --yes --no-install-recommends tzdata \\
    && rm -rf /var/lib/apt/lists/*
ENV TZ=Europe/Berlin
"""
GITHUB_JOB = """
  docs:
    name: Docs
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - run: echo documented
"""
MODELS, SCHEMA = "src/app/models/__init__.py", "src/app/schemas/item.py"
MAIN, ROUTER = "src/app/main.py", "src/app/api/v1/router.py"
SKU = "    sku: Mapped[str | None] = mapped_column(String(40))\n"
WAREHOUSE = "from app.models.warehouse import Warehouse\n"
MODEL = "src/app/models/item.py"
SKU_OF_DJANGO = '    sku = models.CharField(max_length=40, blank=True, default="")\n'
OLD_PRICE = "    price = models.DecimalField(max_digits=10, decimal_places=2)\n"
PRICE = OLD_PRICE.replace("=2)", "=2, validators=[MinValueValidator(0)])")
ROUTES = (
    add(ROUTER, ", warehouses", after="import auth, items, users"),
    add(ROUTER, ", warehouses", after="(auth, users, items"),
)
MODEL_OF_WEB = (
    add(MODELS, WAREHOUSE, after="from app.models.user import PasswordReset, User\n"),
    add(MODELS, ', "Warehouse"', after='"PasswordReset", "User"'),
)
TIMING = add(MAIN, ", timing", after=", security")
EDITS: dict[str, dict[str, tuple[Step, ...]]] = {
    "field": {
        "example-sqlalchemy": (
            add(
                "src/app/models/item.py",
                SKU,
                after="    price: Mapped[Decimal] = mapped_column(Money)\n",
            ),
        ),
        "example-pydantic": (
            add(
                SCHEMA,
                "type Sku = Annotated[str, Field(max_length=40)]\n",
                after="Field(max_length=2000)]\n",
            ),
            add(SCHEMA, "    sku: Sku | None = None\n", after="    price: Price\n"),
            add(
                SCHEMA,
                "    sku: Sku | MISSING | None = MISSING\n",
                after="    status: ItemStatus | MISSING = MISSING\n",
            ),
            add(SCHEMA, "    sku: str | None\n", after="    price: Decimal\n"),
        ),
        "example-django": (
            Either(
                (
                    add(MODEL, SKU_OF_DJANGO, after=PRICE),
                    add(MODEL, SKU_OF_DJANGO, after=OLD_PRICE),
                )
            ),
            add(
                "src/app/serializers/item.py",
                "    sku = TextField(max_length=40, required=False, allow_blank=True)\n",
                after="    price = PriceField()\n",
            ),
            add("src/app/serializers/item.py", ', "sku"', after='"status", "price"'),
        ),
        "example-cli": (
            add(
                SCHEMA,
                "type Sku = Annotated[str, Field(max_length=40)]\n",
                after="AfterValidator(in_cents)]\n",
            ),
            add(SCHEMA, "    sku: Sku | None\n", after="    price: Price\n"),
            add(SCHEMA, '"sku": None, ', after='DEFAULTS = {"description": None, '),
            add("src/app/services/item_import.py", '"sku", ', after='"status", "price", '),
        ),
    },
    "warehouses": {
        "example-fastapi": (*ROUTES, *MODEL_OF_WEB),
        "example-flask": (*ROUTES, *MODEL_OF_WEB),
        "example-django": (
            *MODEL_OF_WEB,
            add(
                "src/app/api/v1/urls.py",
                "from app.api.v1.warehouses import WarehouseViewSet\n",
                after="import UserViewSet\n",
            ),
            add(
                "src/app/api/v1/urls.py",
                'router.register("warehouses", WarehouseViewSet, basename="warehouse")\n',
                after='basename="item")\n',
            ),
        ),
        "example-cli": (
            add(MODELS, WAREHOUSE, after="from app.models.item import Item\n"),
            add(MODELS, ', "Warehouse"', after='"Base", "Item"'),
            add("src/app/commands/groups.py", ", warehouses", after="import items"),
        ),
        "example-typer": (
            add(
                "src/app/commands/groups.py",
                '    app.add_typer(warehouses.commands, name="warehouses")\n',
                after='name="items")\n',
            ),
        ),
        "example-click": (
            add(
                "src/app/commands/groups.py",
                '    app.add_command(warehouses.commands, "warehouses")\n',
                after='"items")\n',
            ),
        ),
    },
    "dependencies": {
        "base": (Dependency("tenacity"), Dependency("pytest-timeout", is_for_development=True))
    },
    "ruff": {"base": (add("pyproject.toml", '    "PERF401",\n', after='    "D107",\n'),)},
    "mypy": {
        "base": (add("pyproject.toml", OVERRIDE, after="\ndisallow_incomplete_defs = false\n"),)
    },
    "coverage": {
        "base": (
            Change("pyproject.toml", "fail_under = 90\n", "fail_under = 92\n"),
            add("pyproject.toml", "precision = 1\n", after='["if TYPE_CHECKING:"]\n'),
        )
    },
    "image": {"base": (add("Dockerfile", IMAGE, after="own go here.\n"),)},
    "container": {"web": (add("docker-compose.yml", CONTAINER.format(name="redis")),)},
    "first container": {
        "web": (
            add("docker-compose.yml", CONTAINER.format(name="memcached"), after="\nservices:\n"),
        )
    },
    "target": {"base": (add("Makefile", TARGET),)},
    "own targets": {"base": ()},
    "job": {
        "github": (add(".github/workflows/ci.yml", GITHUB_JOB),),
        "gitlab": (add(".gitlab-ci.yml", "\ndocs:\n  script:\n    - echo documented\n"),),
    },
    "setting": {
        "base": (
            add("src/app/settings/service.py", "\n    shelves: int = 100\n"),
            add(".env.example", "# SHELVES=100\n"),
        )
    },
    "fixtures": {"base": ()},
    "middleware": {
        "fastapi": (
            TIMING,
            add(MAIN, "    timing.install(app)\n", after="    logging.install(app)\n"),
        ),
        "flask": (
            TIMING,
            add(MAIN, "    timing.init_app(app)\n", after="    router.init_app(app)\n"),
        ),
        "django": (
            Change(
                "src/app/django_settings.py",
                "]\nTEMPLATES",
                '    "app.middleware.timing.TimingMiddleware",\n]\nTEMPLATES',
            ),
        ),
    },
    "readme": {"base": ()},
    "ignored file": {"base": (add(".gitignore", "/stock/\n"),)},
    "deleted file": {"base": (Move(".editorconfig"),)},
    "moved file": {"base": (Move("tests/unit/test_logs.py", "tests/unit/test_log_lines.py"),)},
}


def steps(edit: str, answers: Mapping[str, Any]) -> list[Step]:
    """Return the steps of an edit for a service with these answers. There may be none."""
    chosen = layers(answers)
    groups = EDITS[edit]
    made = [step for name, found in groups.items() if has(chosen, name) for step in found]
    for folder in sorted((FILES / edit.replace(" ", "_")).glob("*")):
        if has(chosen, folder.name):
            files = sorted(file for file in folder.rglob("*") if file.is_file())
            made += (NewFile(file, file.relative_to(folder).as_posix()) for file in files)
    return made


def has(chosen: Mapping[str, str], name: str) -> bool:
    """Return whether all layers of a name such as `example-flask` are active."""
    return all(chosen[layer] for layer in name.split("-"))


def possible(answers: Mapping[str, Any]) -> list[str]:
    """Return the names of the edits that apply to a service with these answers."""
    return [edit for edit in EDITS if steps(edit, answers)]


def make(project: Path, answers: Mapping[str, Any], edits: Iterable[str]) -> None:
    """Apply these edits to a project."""
    for edit in edits:
        for step in steps(edit, answers):
            step.make(project)


def lost(project: Path, answers: Mapping[str, Any], edits: Iterable[str]) -> list[str]:
    """Return the names of these edits that are no longer in place."""
    return [
        edit for edit in edits if not all(step.is_intact(project) for step in steps(edit, answers))
    ]


def touched(edits: Iterable[str], answers: Mapping[str, Any]) -> set[str]:
    """Return the paths that these edits touch."""
    return {path for edit in edits for step in steps(edit, answers) for path in step.paths}
