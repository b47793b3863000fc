"""Edits that teams make to managed files, and changes that a next version may make there.

The edits are of the kinds found in public repositories of services, anywhere in a file. The changes
are of the kinds found in releases.
"""

from typing import Any

from tests.helpers.merging import (
    Edit,
    after,
    before,
    below,
    both,
    end,
    entry,
    everywhere,
    moved,
    sub,
    top,
)


# Services that together cover the variants of each file.
SERVICES: dict[str, dict[str, Any]] = {
    "fastapi": {},
    "fastapi without an example": {"database": "sqlite", "example": False, "capabilities": []},
    "flask": {"framework": "flask", "ci": "gitlab"},
    "django": {"framework": "django", "database": "mysql"},
    "typer": {"framework": "cli", "package_name": "app"},
    "click": {
        "framework": "cli",
        "cli_library": "click",
        "package_name": "app",
        "database": "postgresql",
        "ci": "gitlab",
    },
}
STEP = "      - run: echo {}\n"
JOB = "\n  {0}:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo {0}\n"
TARGET = "\n.PHONY: {0}\n{0}: ## Do it\n\techo {0}\n"
FIXTURE = '\n\n@pytest.fixture\ndef {0}() -> str:\n    """Some {0}."""\n    return "{0}"\n'
TOOL = '\n[tool.{0}]\nfolder = "{0}"\n'
HOOK = "      - id: {0}\n        name: {0}\n        entry: uv run {0}\n        language: system\n"
REPO = "  - repo: https://example.com/{0}\n    rev: v1.0.0\n    hooks:\n      - id: {0}\n"
CONTAINER = "  {0}:\n    image: {0}:8\n"
# Lists in which the template has only the package.
OF_THE_PACKAGE = frozenset({"source", "known-first-party"})
PLACES = ("first", "second", "last but one", "last")
# Lists that both sides extend, with the entry of the team and that of the template.
LISTS = {
    "dependencies": ('"boto3"', '"redis"'),
    "dev": ('"respx"', '"time-machine"'),
    "constraint-dependencies": ('"urllib3<3"', '"redis>=7"'),
    "select": ('"C90"', '"NPY"'),
    "ignore": ('"COM812"', '"D413"'),
    "known-first-party": ('"scripts"', '"shared"'),
    "files": ('"scripts"', '"tools"'),
    "plugins": ('"sqlmypy"', '"numpy.typing.mypy_plugin"'),
    "addopts": ('"--numprocesses=auto"', '"--durations=5"'),
    "markers": ('"slow: takes long"', '"load: under load"'),
    "filterwarnings": ('"ignore::DeprecationWarning:boto"', '"ignore::ResourceWarning"'),
    "exclude_also": ('"@overload"', '"raise NotImplementedError"'),
    "also_copy": ('"scripts"', '"MANUAL.md"'),
    "layers": ('"app.clients"', '"app.clock"'),
    "source": ('"scripts"', '"dev"'),
}
PINS = r"(>=|sha256:|:|@|py|v|-slim-|\b0\.)(\d[\d.]*)"


def list_edits(
    side: int, places: tuple[str, ...], without: frozenset[str] = frozenset()
) -> dict[str, Edit]:
    """Return edits that add an entry at each of these places, to each list not in `without`."""
    return {
        f"{key}: {place}": entry(key, items[side], place)
        for key, items in LISTS.items()
        for place in places
        if key not in without
    }


def lines(*, team: bool) -> dict[str, Edit]:
    """Return edits that add lines to a list of paths."""
    if team:
        return {
            "top": top("*.log\n"),
            "after the first": lambda text: text.replace("\n", "\n*.log\n", 1),
            "editors": top("# Editors\n.idea/\n.vscode/\n\n"),
            "in the middle": after("pytest_cache|LICENSE", "*.log\n"),
            "beside the environment": after(r"^/\.env|^!src/", ".env.*\n"),
            "beside caches": after("mypy_cache|uv.lock", "/.cache/\n"),
            "before the last": lambda text: "\n".join(
                [*(a := text.split("\n"))[:-2], "*.log", *a[-2:]]
            ),
            "end": end("*.log\n"),
            "a paragraph at the end": end("\n# Data\n/data/\n/models/\n"),
        }
    return {
        "a capability": sub(r"(\n+)(# Left by tools|/dist/|\*\*/__pyc)", r"\n/spool/\1\2"),
        "another capability": after("^/dist|^!README", "/cache/\n"),
        "without one": sub(r"^(/outbox/|!alembic/)\n", ""),
        "a cache": before("hypothesis|LICENSE", "/.cache/\n"),
        "before the last": lambda text: "\n".join([*(a := text.split("\n"))[:-2], "/.x/", *a[-2:]]),
        "first": lambda text: text.replace("\n", "\n/.first/\n", 1),
        "comments": everywhere(r"^# (.*)$", r"# In other words: \1"),
    }


TEAM: dict[str, dict[str, Edit]] = {
    "pyproject.toml": {
        "version": sub(r'^version = "0.1.0"', 'version = "1.4.0"'),
        "description": sub(r"^description = .*", 'description = "Keeps stock"'),
        "requires-python": sub(r"^requires-python = .*", 'requires-python = ">=3.14"'),
        "keywords": after("^requires-python", 'keywords = ["stock"]\n'),
        "maintainers": before("^requires-python", 'maintainers = [{ name = "Ada" }]\n'),
        "an author": sub(r"(^    \{ name = .*\n)", r'\1    { name = "Ada" },\n'),
        "group": before(r"^\[tool.uv\]", 'docs = [\n    "mkdocs",\n]\n\n'),
        "group beside dev": after(r"^\[dependency-groups\]", 'docs = ["mkdocs"]\n'),
        "extras": before(
            r"^\[build-system\]", '[project.optional-dependencies]\ns3 = ["boto3"]\n\n'
        ),
        "sources": before(r"^\[tool.hatch", "[tool.uv.sources]\nlib = { workspace = true }\n\n"),
        "index": end('\n[[tool.uv.index]]\nname = "own"\nurl = "https://pypi.example.com"\n'),
        "uv": after(r"^\[tool.uv\]", 'required-version = ">=0.13"\n'),
        "scripts": before(r"^\[build-system\]", '[project.scripts]\nstock = "app.cli:main"\n\n'),
        "wheel": after(r"^packages = ", 'exclude = ["*.md"]\n'),
        "line-length": sub("^line-length = 100", "line-length = 120"),
        "target-version": sub('"py312"', '"py313"'),
        "src": sub(r"^src = .*", 'src = ["src", ".", "scripts"]'),
        "exclude": after(r"^src = |^\[tool.ruff\]$", 'exclude = ["generated"]\n'),
        "extend-select": after(r"^\[tool.ruff.lint\]", 'extend-select = ["C90"]\n'),
        "preview": before(r"^\[tool.ruff.lint\]", "preview = true\n"),
        "no rule": sub(r'"ERA", |    "ERA",\n', ""),
        "rule ignored with a reason": before(
            r'^    "D107"', '    "D100", # few modules need one\n'
        ),
        "first per-file-ignore": after(r"^\[tool.ruff.lint.per-file", '"scripts/**" = ["T20"]\n'),
        "last per-file-ignore": after(r'^"\*\*/__init__.py"', '"scripts/**" = ["T20"]\n'),
        "ignored in tests": sub(r'"PLR2004"(, |,\n)', r'"PLR2004"\1"SLF001"\1'),
        "complexity": before(
            r"^\[tool.ruff.lint.pydoc", "[tool.ruff.lint.mccabe]\nmax-complexity = 9\n\n"
        ),
        "bugbear": before(
            r"^\[tool.ruff.lint.isort",
            '[tool.ruff.lint.flake8-bugbear]\nextend-immutable-calls = ["x"]\n\n',
        ),
        "isort": after("^lines-after-imports", "combine-as-imports = true\n"),
        "quotes": after("^docstring-code-format", 'quote-style = "double"\n'),
        "mypy": after("^warn_unreachable", 'enable_error_code = ["ignore-without-code"]\n'),
        "mypy, first": after(r"^\[tool.mypy\]", "show_error_codes = true\n"),
        "mypy, not so strict": sub("^strict = true", "strict = true\nwarn_return_any = false"),
        "mypy exclude": after("^mypy_path", 'exclude = ["generated"]\n'),
        "override": below(
            r"disallow_incomplete_defs",
            '\n[[tool.mypy.overrides]]\nmodule = "boto.*"\nignore_missing_imports = true\n',
        ),
        "override, first": before(
            r"^\[\[tool.mypy.overrides",
            '[[tool.mypy.overrides]]\nmodule = "boto.*"\nignore_missing_imports = true\n\n',
        ),
        "tests untyped": after("^disallow_incomplete_defs", "check_untyped_defs = false\n"),
        "timeout": before("^filterwarnings", "timeout = 60\n"),
        "env": after(r"^filterwarnings = \[\"|^asyncio_default_test", 'env = ["A=1"]\n'),
        "log_cli": after(r"^\[tool.pytest\]", "log_cli = true\n"),
        "testpaths": sub(r"^testpaths = .*", 'testpaths = ["tests", "scripts"]'),
        "fail_under": sub(r"^fail_under = \d+", "fail_under = 97"),
        "omit": after("^branch = true", 'omit = ["src/app/generated/*"]\n'),
        "omit, last": below(r"^\[tool.coverage.run", 'omit = ["src/app/generated/*"]\n'),
        "precision": after("^show_missing", "precision = 2\n"),
        "precision, last": below(r"^\[tool.coverage.report", "precision = 2\n"),
        "html": before(r"^\[tool.mutmut", '[tool.coverage.html]\ndirectory = "htmlcov"\n\n'),
        "contract": end('\n[[tool.importlinter.contracts]]\nname = "b"\ntype = "protected"\n'),
        "ignored import": end('ignore_imports = ["app.a -> app.b"]\n'),
        "tool": end(TOOL.format("bandit")),
        "tool in the middle": before(r"^\[tool.pytest", TOOL.format("codespell")[1:] + "\n"),
        **list_edits(0, PLACES),
    },
    "Makefile": {
        "variable": top("SHELL := /bin/bash\n"),
        "variable below": after(r"^\.DEFAULT_GOAL", "export COMPOSE_PROJECT := stock\n"),
        "dotenv": before(r"^\.PHONY: help", "-include .env\nexport\n\n"),
        "test": sub("uv run pytest --cov", "uv run pytest --cov --maxfail=1"),
        "test, more": after("uv run pytest --cov", "\tuv run coverage xml\n"),
        "lint, first": before("uv run ruff check$", "\tuv run codespell\n"),
        "lint, last": after("uv run lint-imports", "\tuv run bandit -r src\n"),
        "check": sub(r"^(check: .*?) ##", r"\1 docs ##"),
        "check's help": sub("## Run every gate, as CI does", "## Run all that CI runs"),
        "install": after("python -m dev.env$", "\tuv run prek install\n"),
        "install, all": sub(r"\tuv sync$", "\tuv sync --all-groups"),
        "run": sub(r"(^run:.*\n(?:\t.*\n)*\t.*)", r"\1 --log-level debug"),
        "run, more": below("^run:", "\techo served\n"),
        "clean": sub(r"htmlcov mutants", "htmlcov mutants data"),
        "clean, more": after("__pycache__ -type d", "\trm -rf data\n"),
        "build": sub("docker build --tag", "docker build --pull --tag"),
        "format": sub("uv run ruff format$", "uv run ruff format src tests"),
        "target after help": below(r"^\.PHONY: help", TARGET.format("shell")),
        "target after test": below(r"^\.PHONY: test$", TARGET.format("test-unit")),
        "target after lint": below(r"^\.PHONY: lint$", TARGET.format("docs")),
        "target after build": below(r"^\.PHONY: build", TARGET.format("push")),
        "target after clean": below(r"^\.PHONY: clean", TARGET.format("deploy")),
        "target before check": before(r"^\.PHONY: check", TARGET.format("up")[1:] + "\n"),
        "target, last": end(TARGET.format("seed")),
        "include": end("include infra/*.mk\n"),
    },
    ".github/workflows/ci.yml": {
        "branch": sub(r"branches: \[main\]", "branches: [main, develop]"),
        "paths": after("branches:", "    paths-ignore: [docs/**]\n"),
        "by hand": after("pull_request:", "  workflow_dispatch:\n"),
        "schedule": before("^permissions", '  schedule:\n    - cron: "0 4 * * *"\n\n'),
        "nightly": after("^on:", '  schedule:\n    - cron: "0 4 * * *"\n'),
        "permission": after("contents: read", "  id-token: write\n"),
        "environment of all": before("^jobs:", "env:\n  STAGE: ci\n\n"),
        "environment": after(r"UV_LOCKED:", "      STAGE: ci\n"),
        "environment, first": after(r"^    env:", "      STAGE: ci\n"),
        "environment, last": before(r"^    (services|steps):", "      STAGE: ci\n"),
        "timeout": sub("timeout-minutes: 15", "timeout-minutes: 40"),
        "runner": sub("ubuntu-latest", "ubuntu-24.04-arm"),
        "matrix": after("timeout-minutes", "    strategy:\n      matrix:\n        shard: [1, 2]\n"),
        "service": before("^    steps:", "      redis:\n        image: redis:8\n"),
        "service, first": after("^    services:", "      redis:\n        image: redis:8\n"),
        "health": sub("--health-retries 30", "--health-retries 60"),
        "database": sub(r"image: (postgres|mysql):[\d.]+", r"image: \1:17"),
        "step, first": after("^    steps:", STEP.format("first")),
        "step after checkout": after("persist-credentials", STEP.format("apt")),
        "step before the gates": before("run: make install check", STEP.format("aws")),
        "step after the gates": after("run: make install check", STEP.format("coverage")),
        "other gates": sub("make install check", "make install check docs"),
        "environment of gates": after("run: make install check", "        env:\n          A: b\n"),
        "python": sub(r"python-version: .*", 'python-version: "3.14"'),
        "cache": sub("enable-cache: true", "enable-cache: false"),
        "cache key": after("enable-cache: true", "          cache-suffix: x\n"),
        "depth": after("persist-credentials", "          fetch-depth: 0\n"),
        "needs": after("name: Image", "    needs: check\n"),
        "image": sub("- run: make build", "- run: make build push"),
        "step after the image": end(STEP.format("push")),
        "job": end(JOB.format("deploy")),
        "job, first": after("^jobs:", JOB.format("secrets")[1:] + "\n"),
        "job between": before("^  image:", JOB.format("docs")[1:] + "\n"),
    },
    ".gitlab-ci.yml": {
        "rule": before("^default:", "    - if: $CI_COMMIT_TAG\n\n"),
        "stages": top("stages: [test, deploy]\n\n"),
        "variables": before("^default:", "variables:\n  STAGE: ci\n\n"),
        "tags": after("interruptible", "  tags: [docker]\n"),
        "timeout": sub("timeout: 15 minutes", "timeout: 40 minutes"),
        "include": top("include:\n  - project: platform/ci\n    file: scan.yml\n\n"),
        "variable": after("UV_LOCKED", '    STAGE: "ci"\n'),
        "variable, last": before("^  cache:", '    STAGE: "ci"\n'),
        "service": before("^  variables:", "    - redis:8\n"),
        "artifacts": after(
            "make install check", "  artifacts:\n    reports:\n      junit: junit.xml\n"
        ),
        "before": before("^  script:", "  before_script:\n    - apt-get install --yes git\n"),
        "gate": after("make install check", "    - uv run coverage xml\n"),
        "gates": sub("make install check", "make install check docs"),
        "image": sub(r"^  image: .*", "  image: registry.example.com/uv"),
        "build": sub("docker build .", "docker build --pull ."),
        "push": after("docker build .", "    - docker push stock\n"),
        "job": end("\ndeploy:\n  script:\n    - echo deploy\n"),
        "job, first": before("^check:", "scan:\n  script:\n    - echo scan\n\n"),
        "job between": before("^container:", "docs:\n  script:\n    - echo docs\n\n"),
    },
    ".gitignore": lines(team=True),
    ".dockerignore": lines(team=True) | {"data": after("^!src", "!data/\n")},
    ".editorconfig": {
        "end": end("\n[*.tf]\nindent_size = 2\n"),
        "width": after("charset", "max_line_length = 100\n"),
        "first": before(r"^\[Makefile", "[*.html]\nindent_size = 2\n\n"),
        "types": sub("json,toml", "json,toml,html"),
    },
    ".pre-commit-config.yaml": {
        "repository": end(REPO.format("gitleaks")),
        "repository, first": after("^repos:", REPO.format("gitleaks")),
        "hook": end(HOOK.format("codespell")),
        "hook, first": after("^    hooks:", HOOK.format("codespell")),
        "hook between": before("id: typecheck", HOOK.format("djlint")),
        "version": before("^repos:", "default_stages: [pre-commit]\n"),
        "ci": before("^repos:", "ci:\n  skip: [mypy]\n\n"),
        "exclude": before("^repos:", "exclude: ^generated/\n"),
        "arguments": sub("entry: uv run mypy", "entry: uv run dmypy run"),
        "excluded": after("name: no trailing space", "        exclude: ^data/\n"),
        "size": sub("1024k", "4096k"),
        "without one": sub(r"      - id: private-key\n(?:        .*\n)*", ""),
    },
    "docker-compose.yml": {
        "port": sub(r"127\.0\.0\.1:\S*:8000", "127.0.0.1:8080:8000"),
        "port of the database": sub(r"127.0.0.1:(5432|3306):", "127.0.0.1:15432:"),
        "volume": after("- data:", "      - ./seed:/seed\n"),
        "volumes": after("^  data:", "  cache:\n"),
        "variable": after("LOG_FORMAT", "    REDIS_URL: redis://redis\n"),
        "variable, first": after("^  environment:", "    REDIS_URL: redis://redis\n"),
        "variable, last": before("^  read_only", "    REDIS_URL: redis://redis\n"),
        "service": end(CONTAINER.format("redis")),
        "service, first": after("^services:", CONTAINER.format("redis") + "\n"),
        "service before": before("^  app:", CONTAINER.format("redis") + "\n"),
        "dependency": end("      redis:\n        condition: service_started\n"),
        "restart": after("^  app:", "    restart: always\n"),
        "writable": sub("read_only: true", "read_only: false"),
        "tmpfs": sub(r"tmpfs: \[/tmp\]", "tmpfs: [/tmp, /run]"),
        "healthcheck": sub("interval: 2s", "interval: 5s"),
        "image": sub(r"image: (postgres|mysql):[\d.]+", r"image: \1:17"),
        "build": sub(r"build: \.", "build: {context: ., args: {A: b}}"),
        "network": end("\nnetworks:\n  default:\n    name: stock\n"),
        "label": before("^  read_only", "  labels: [stock]\n"),
    },
    "Dockerfile": {
        "base": everywhere("-slim", "-slim-bookworm"),
        "packages": after("own go here", "RUN apt-get update && apt-get install --yes curl\n"),
        "packages to build": before(
            "^WORKDIR", "RUN apt-get update && apt-get install --yes gcc\n\n"
        ),
        "packages of the stage": after("^FROM .* AS build", "\nRUN apt-get update\n"),
        "argument": top("ARG REGISTRY=docker.io\n"),
        "arguments": before("^FROM .*-slim$", "ARG VERSION\n"),
        "variable": sub("PYTHONUNBUFFERED=1", "PYTHONUNBUFFERED=1 \\\\\n    TZ=UTC"),
        "variable of uv": sub(
            "UV_PYTHON_DOWNLOADS=never", "UV_PYTHON_DOWNLOADS=never \\\\\n    A=b"
        ),
        "label": before("^USER", 'LABEL team="stock"\n'),
        "user": sub("^USER .*", "USER nobody"),
        "port": sub("^EXPOSE 8000", "EXPOSE 8080"),
        "files": before("^# By number", "COPY data/ data/\n"),
        "files to build": after(r"^COPY (\$\{FOLDER\}/)?src/ ", "COPY data/ data/\n"),
        "files, first": after("^COPY --from=build /app/.venv", "COPY data/ data/\n"),
        "health": sub("--interval=30s", "--interval=10s"),
        "extras": everywhere("--frozen --no-dev", "--frozen --no-dev --all-extras"),
        "entry": before("^CMD", 'ENTRYPOINT ["tini", "--"]\n'),
        "workers": sub(r"^(CMD \[(?:.*\n)*?.*)\]$", r'\1, "--workers", "2"]'),
        "end": end("STOPSIGNAL SIGINT\n"),
    },
    ".env.example": {
        "end": end("REDIS_URL=redis://localhost\n"),
        "paragraph": end("\n# Where stock is kept.\n# SHELVES=3\n"),
        "top": top("# See the wiki.\n"),
        "below core": after("MAX_BODY_BYTES|^# [A-Z_]*LOG_LEVEL", "# STAGE=dev\n"),
        "beside the database": after("^# [A-Z_]*DATABASE_URL", "# DATABASE_NAME=app\n"),
        "default": sub(r"^# ([A-Z_]*)LOG_LEVEL=.*", r"\1LOG_LEVEL=DEBUG"),
        "environment": sub("^# ENVIRONMENT=development", "ENVIRONMENT=development"),
        "origins": sub("^# CORS_ORIGINS=", "CORS_ORIGINS=http://localhost:3000"),
        "key": sub("^SECRET_KEY=", "SECRET_KEY=a key for this machine, of 32 characters"),
    },
    "tests/conftest.py": {
        "fixture": end(FIXTURE.format("token")),
        "fixture, first": before("^def pytest_collection", FIXTURE.format("token")[2:] + "\n\n"),
        "fixture between": before(
            r"^@pytest.fixture\(scope=\"session\"\)", FIXTURE.format("token")[2:] + "\n\n"
        ),
        "plugin": entry("pytest_plugins", '"tests.factories"', "last"),
        "import": after("^import pytest", "import respx\n"),
        "import of the library": sub("^from typing import Any", "from typing import Any, Literal"),
        "module": before("^import (os|io)$|^from collections", "import base64\n"),
        "own import": before("^from app.main|^from app.wsgi", "from app.clock import clock\n"),
        "variable": before("^    }$", '        "SHELVES": "3",\n'),
        "variable, first": after("^    return {$", '        "SHELVES": "3",\n'),
        "docstring": sub('^"""What tests share.*', '"""What all tests use."""'),
        "hook": below(
            "item.add_marker",
            '\n\ndef pytest_report_header() -> str:\n    """Say so."""\n    return "stock"\n',
        ),
        "constant": before("^def pytest_collection", 'TOKEN = "x"\n\n\n'),
        "base": sub("http://localhost", "http://stock.localhost"),
    },
    "src/app/main.py": {
        "middleware": before("^    return app", "    timing.install(app)\n"),
        "middleware's import": sub(", security\n", ", security, timing\n"),
        "import": before("^from app.middleware", "from app.clients import stock\n"),
        "third-party import": after(
            "^from (fastapi|apiflask)|^import (click|typer)",
            "from starlette.middleware.gzip import GZipMiddleware\n",
        ),
        "first": after(r"^    logs.configure", "    setup_tracing()\n"),
        "router": before("^    router.in", "    admin.install(app)\n"),
        "after the router": after("^    router.in", "    admin.install(app)\n"),
        "handler": after(r"error_handlers\.in\w+\(", "    app.state.stock = stock.Client()\n"),
        "title": sub("title=settings.app_name", 'title="Stock"'),
        "docs": sub("redoc_url=None", 'redoc_url="/redoc"'),
        "argument": after("^        version=", "        openapi_tags=[],\n"),
        "function": end('\n\ndef setup_tracing() -> None:\n    """Trace."""\n'),
        "lifespan": before("^        yield", "        await warm_up(app)\n"),
        "command": after(r"^groups.install", "app.add_command(stock)\n"),
        "option": before("^@click.pass_context|^    _version", "@click.option('--stock')\n"),
    },
    "src/app/config.py": {
        "class": before("^    ServiceSettings,", "    StockSettings,\n"),
        "import": before(
            "^from app.settings.service", "from app.settings.stock import StockSettings\n"
        ),
        "property": after(
            'each base class is one concern|"""Every setting', "\n    shelves: int = 3\n"
        ),
        "function": end('\n\ndef shelves() -> int:\n    """Count them."""\n    return 3\n'),
    },
    "src/app/django_settings.py": {
        "application": sub(r"(^INSTALLED_APPS = \[\n(?:    .*\n)*)", r'\1    "stock",\n'),
        "application, first": after(r"^INSTALLED_APPS", '    "stock",\n'),
        "middleware": sub(r"(^MIDDLEWARE = \[\n(?:    .*\n)*)", r'\1    "stock.Middleware",\n'),
        "middleware, first": after(r"^MIDDLEWARE", '    "stock.Middleware",\n'),
        "middleware between": before("CommonMiddleware", '    "stock.Middleware",\n'),
        "end": end('\nSTOCK = {"shelves": 3}\n'),
        "paginated": sub(r"(^REST_FRAMEWORK = \{\n(?:    .*\n)*)", r'\1    "PAGE_SIZE": 50,\n'),
        "time zone": sub('"UTC"', '"Europe/Berlin"'),
        "translated": sub("USE_I18N = False", "USE_I18N = True"),
        "cache": before("^# What callers", 'CACHES = {"default": {"BACKEND": "stock"}}\n\n'),
        "check": sub(r"(^READINESS_CHECKS = .*)\}", r'\1, "stock": "stock.check"}'),
        "import": before("^from app import loggers", "from stock import shelves\n"),
        "logger": after("^LOGGING = ", 'LOGGING["loggers"]["boto"] = {"level": "WARNING"}\n'),
        "csp": after('"default-src"', '    "img-src": [CSP.SELF],\n'),
    },
}

# A comment that marks a place for the team does not change.
COMMENTS = everywhere(
    r"^( *)# (?![A-Z_]+=|.*\b(?:own|[Yy]ours)\b)(\w.*)$", r"\1# In other words: \2"
)
TEMPLATE: dict[str, dict[str, Edit]] = {
    "pyproject.toml": {
        "floors": everywhere(r"(\w>=\d[\d.]*)", r"\g<1>.1"),
        "Python": everywhere(r'(requires-python = ">=|python_version = ")3\.13', r"\g<1>3.14"),
        "target": sub('"py312"', '"py313"'),
        "minimum": sub('^minversion = "9.0"', 'minversion = "9.2"'),
        "comments": COMMENTS,
        "a capability": both(
            entry("dependencies", '"redis"', "second"),
            entry("constraint-dependencies", '"redis>=7"', "second"),
        ),
        "a capability less": everywhere(r'^    "(pyjwt|uvicorn).*\n', ""),
        "a section": before(r"^\[tool.mutmut\]", "[tool.deptry]\nroot = 1\n\n"),
        "a key of mypy": after("^strict = true", "local_partial_types = true\n"),
        "a key of coverage": before("^skip_covered", "skip_empty = true\n"),
        "a key of pytest": after("^pythonpath", "xfail_strict = true\n"),
        "a rule of tests": sub(r'"S106"(, |,\n)', r'"S106"\1"S107"\1'),
        "a paragraph moved": moved("[tool.ruff.lint.pydocstyle]", "[tool.ruff.format]"),
        **list_edits(1, ("last but one",), without=OF_THE_PACKAGE),
    },
    "Makefile": {
        "comments": COMMENTS,
        "a gate": sub("typecheck test ##", "typecheck imports test ##"),
        "a target": before(r"^\.PHONY: mutants", TARGET.format("imports")[1:] + "\n"),
        "a capability": before(r"^\.PHONY: update", TARGET.format("worker")[1:] + "\n"),
        "a capability less": sub(r"^\.PHONY: admin\n(?:.+\n)*\n", ""),
        "a last target": before(r"^\.PHONY: clean", TARGET.format("scan")[1:] + "\n"),
        "a step": after("python -m dev.env$", "\tuv run python -m dev.hooks\n"),
        "a step of lint": after("lint-imports --no-logo", "\tuv run deptry src\n"),
        "a cache": sub("dist htmlcov", "dist .cache htmlcov"),
        "a paragraph moved": moved(".PHONY: format\n", ".PHONY: lock-check"),
        "a variable": before(r"^\.PHONY: help", "UV := uv\n\n"),
    },
    ".github/workflows/ci.yml": {
        "pins": everywhere(r"@[0-9a-f]{40} # v(\d+)", "@" + "0" * 40 + r" # v9\1"),
        "tools": everywhere(r'"0\.13\.x"', '"0.14.x"'),
        "images": everywhere(r"image: (postgres|mysql):", r"image: \1:9"),
        "Python": sub(r"python-version: .*", 'python-version: "3.15"'),
        "comments": COMMENTS,
        "a step": before("astral-sh/setup-uv|name: Install uv", STEP.format("warm")),
        "a variable": after("^    env:", '      UV_NO_PROGRESS: "1"\n'),
        "a capability": both(
            after("^    services:", "      cache:\n        image: valkey:9\n"),
            after("^    env:", "      TEST_CACHE_URL: redis://127.0.0.1\n"),
        ),
        "a job": before("^  image:", JOB.format("audit")[1:] + "\n"),
        "a trigger": after("pull_request:", "  merge_group:\n"),
        "a permission": after("contents: read", "  packages: read\n"),
    },
    ".gitlab-ci.yml": {
        "images": everywhere(r"(postgres|mysql|docker|uv):", r"\1:9"),
        "comments": COMMENTS,
        "a variable": after("^  variables:", '    UV_NO_PROGRESS: "1"\n'),
        "a capability": after("^  services:", "    - name: valkey:9\n"),
        "a job": before("^container:", "audit:\n  script:\n    - make audit\n\n"),
        "a rule": after("merge_request_event", '    - if: $CI_PIPELINE_SOURCE == "web"\n'),
    },
    ".gitignore": lines(team=False),
    ".dockerignore": lines(team=False),
    ".editorconfig": {
        "a section": before(r"^\[Makefile", "[*.md]\nindent_size = 2\n\n"),
        "a key": after("indent_style = space", "tab_width = 4\n"),
    },
    ".pre-commit-config.yaml": {
        "comments": COMMENTS,
        "a hook": before("id: large-file", HOOK.format("imports")),
        "a first hook": before("id: format", HOOK.format("json")),
        "a hook less": sub(r"      - id: conflict\n(?:        .*\n)*", ""),
    },
    "docker-compose.yml": {
        "images": everywhere(r"image: (postgres|mysql):", r"image: \1:9"),
        "comments": COMMENTS,
        "a capability": both(
            before("^    SECRET_KEY|^    DATABASE_URL", "    CACHE_URL: redis://cache\n"),
            before("^  migrate:|^  app:", CONTAINER.format("cache") + "\n"),
        ),
        "a capability less": sub(r"^    SECRET_KEY.*\n", ""),
        "an option": after("security_opt", "  init: true\n"),
    },
    "Dockerfile": {
        "images": everywhere(r"uv:0\.13", "uv:0.14"),
        "Python": everywhere(r"python:3\.\d+", "python:3.15"),
        "comments": COMMENTS,
        "a variable of uv": sub(
            "UV_LINK_MODE=copy", "UV_LINK_MODE=copy \\\\\n    UV_NO_PROGRESS=1"
        ),
        "a file": before("^# By number", "COPY worker.py ./\n\n"),
        "an argument": sub(
            r'"--timeout-graceful-shutdown", "7"|"gunicorn"|"python", "-m", "\w+"',
            r'\g<0>, "--verbose"',
        ),
    },
    ".env.example": {
        "comments": COMMENTS,
        "a variable": below("# ENVIRONMENT=|# [A-Z_]+_LOG_FORMAT=", "# LOG_FIELDS=\n"),
        "a capability": before("^# This service's own", "# CACHE_URL=\n\n"),
        "a capability less": sub(r"# Without a host(?:.+\n)*\n", ""),
        "a default": sub("65536", "131072"),
    },
    "tests/conftest.py": {
        "comments": COMMENTS,
        "docstring": sub('^"""What tests share', '"""Shared by tests'),
        "a fixture": before(
            r"^@pytest.fixture.*\n(async )?def (settings|environment|client)\b",
            FIXTURE.format("clock")[2:] + "\n\n",
        ),
        "a capability": after(
            "CORS_ORIGINS|ALLOW_IPS|APP_NAME", '        "CACHE_URL": "memory://",\n'
        ),
        "a capability less": sub(r'^        "SECRET_KEY".*\n', ""),
        "an import": before("^from dataclasses|^from typing", "from contextlib import suppress\n"),
        "an import of its own": before(
            "^from app.main|^from app.wsgi", "from app.events import bus\n"
        ),
        "marks": sub(
            "    for item in items:\n(        .*\n)+",
            "    for item in items:\n        mark(item)\n",
        ),
        "a plugin": entry("pytest_plugins", '"tests.events"', "first"),
    },
    "src/app/main.py": {
        "docstring": sub('^"""The (application|program)', '"""The whole'),
        "a capability": both(
            sub("(^    )router.in", r"\1cache.install(app, settings)\n\1router.in"),
            sub(r"(^from app import \(\n)", r"\1    cache,\n"),
        ),
        "a capability less": everywhere(r"^    (auth|mail|principal)[.,].*\n", ""),
        "a middleware": before("^    logging.in", "    limits.install(app)\n"),
        "an import": before("^from app.middleware", "from app.limits import limits\n"),
        "an argument": after("^        debug=|^        json_errors", "        docs_url=None,\n"),
    },
    "src/app/config.py": {
        "a capability": both(
            before("^    DatabaseSettings,", "    CacheSettings,\n"),
            after("^from pydantic import", "\nfrom app.settings.cache import CacheSettings\n"),
        ),
        "a capability less": everywhere(r".*\b(AuthSettings|MailSettings)\b.*\n", ""),
        "docstring": sub('^"""All settings', '"""Every setting'),
    },
    "src/app/django_settings.py": {
        "comments": COMMENTS,
        "a capability": both(
            before("^# What callers", "# What is remembered.\nCACHES = {}\n\n"),
            both(
                before('^    "corsheaders",', '    "django_prometheus",\n'),
                before("^from app.config", "from app.cache import caches\n"),
            ),
        ),
        "a middleware": after("RequestLoggingMiddleware", '    "app.cache.Middleware",\n'),
        "a last middleware": after("CsrfViewMiddleware", '    "app.limit.Middleware",\n'),
        "a key of the API": after('"EXCEPTION_HANDLER"', '    "DEFAULT_THROTTLE_CLASSES": [],\n'),
        "versions": sub(r"3\.1\.0", "3.1.1"),
    },
}
