"""The commands of docs/adopting.md adopt a service that the template did not create."""

import re
import shutil
from pathlib import Path

import pytest

from tests.helpers.projects import make, shell
from tests.helpers.rendering import NEXT_TAG, ROOT, TAG, commit, files, run
from tests.helpers.versions import conflicts, update


pytestmark = pytest.mark.full

DOCUMENT = (ROOT / "docs/adopting.md").read_text()
COPY, ADD, REFERENCE, COMPARE, LOOK, TAKE, CHECK = re.findall(r"^    (.+)$", DOCUMENT, re.MULTILINE)
ADDRESS = "https://git.example.com/platform/chassis.git"
ANSWERS = "--defaults --data package_name=shop --data project_name=Shop --data database=none "
ANSWERS += "--data example=false --data capabilities=[]"
ROUTER = '''"""What things cost."""

from fastapi import APIRouter


router = APIRouter()


@router.get("/prices")
async def prices() -> dict[str, int]:
    """List each price in cents."""
    return {"lamp": 3990}
'''
TEST = """import pytest


pytestmark = pytest.mark.integration


async def test_prices_are_listed(client):
    response = await client.get("/api/v1/prices")

    assert response.json() == {"lamp": 3990}
"""
# The files of the service before its adoption.
SHOP = {
    "README.md": "# Shop\n",
    ".gitignore": ".venv\n",
    "Makefile": "test:\n\tpytest\n",
    "pyproject.toml": '[project]\nname = "shop"\nversion = "3.1.0"\ndependencies = ["fastapi"]\n',
    "src/shop/__init__.py": "",
    "src/shop/main.py": "from fastapi import FastAPI\n\n\napp = FastAPI()\n",
    "src/shop/api/v1/prices.py": ROUTER,
    "tests/integration/test_prices.py": TEST,
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A repository that was not rendered from the template."""
    folder = tmp_path_factory.mktemp("adopting") / "shop"
    for path, text in SHOP.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    run("git", "init", "--quiet", cwd=folder)
    commit(folder, "A service of our own")
    return folder


@pytest.fixture(scope="module")
def adopted(shop, template):
    """The repository after the files of the template were added."""
    answered = COPY.replace("--trust", f"--trust {ANSWERS} --vcs-ref {TAG}")
    shell(answered.replace(ADDRESS, str(template)), shop)
    shell(ADD, shop)
    return shop


@pytest.fixture(scope="module")
def told(adopted, template):
    """The output of the comparison with a fresh rendering."""
    shell(REFERENCE.replace(ADDRESS, str(template)), adopted)
    return shell(COMPARE, adopted)


def test_every_file_that_was_there_stays_as_it_was(adopted):
    now = files(adopted)

    assert {path: now[path].decode() for path in SHOP} == SHOP
    assert len(now) > 4 * len(SHOP)


def test_each_kept_file_that_differs_is_named(told):
    differing = re.findall(r"^Files \./(\S+) and", told, re.MULTILINE)

    assert sorted(differing) == [
        *(".gitignore", "Makefile", "README.md", "pyproject.toml"),
        "src/shop/main.py",
    ]
    assert "Only in ./src/shop/api/v1: prices.py" in told


def test_a_merged_service_passes_the_gates_and_is_updated(adopted, told, history, tmp_path):
    project = Path(shutil.copytree(adopted.parent, tmp_path / "merged")) / "shop"
    assert "uv sync" in shell(LOOK, project)
    shell(TAKE, project)
    for path in (".gitignore", "pyproject.toml", "src/shop/main.py"):
        shutil.copy2(project.parent / "reference" / path, project / path)
    router = project / "src/shop/api/v1/router.py"
    router.write_text(
        router.read_text()
        .replace("import FastAPI\n", "import FastAPI\n\nfrom shop.api.v1 import prices\n")
        .rstrip("\n")
        + '\n    app.include_router(prices.router, prefix="/api/v1")\n'
    )

    assert re.search(r"Total coverage: (9[5-9]|100)", make(*CHECK.split()[1:], cwd=project))

    answers = project / ".copier-answers.yml"
    text = re.sub(r"(?m)^_src_path: .*", f"_src_path: {history}", answers.read_text())
    answers.write_text(text)
    update(project, NEXT_TAG)

    assert conflicts(project) == []
    assert f"_commit: {NEXT_TAG}" in answers.read_text()
    assert (project / "src/shop/api/v1/prices.py").read_text() == ROUTER
