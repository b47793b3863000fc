"""A few services that cover each pair of answers once, with hostile texts among the answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.helpers.pairs import all_pairs
from tests.helpers.questions import answers_of, asked, columns, complete, refusals
from tests.helpers.rendering import files, render
from tools.questionnaire import Answers


TEXTS = {
    "project_name": [
        "My Service",
        'O\'Brien & "Söhne" \\',
        "{{ 7*7 }} {% raw %} {# ${HOME} $(reboot) `id` %s",
        "- 服务 🚀: # [x] &a *b !c | > ?",
        "n" * 60,
    ],
    "package_name": ["app", "zeta", "abcdefgh_jklmnopq_stuvwx"],
    "description": ["Keeps things", "\"\"\" ''' \\n \\", "null", "#: {a: [" + "長" * 180],
    "author_name": ["Ada Lovelace", 'Zoë "Z" O\'Neil <z@example.com>'],
    "author_email": ["", "o.neil+tag@mail.example.com"],
    "repository_url": ["", "https://git.example.com:8443/team/my_service-2"],
}


@dataclass(frozen=True)
class Rendering:
    """A rendered service."""

    answers: Answers
    path: Path

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of each file by its path."""
        return {name: content.decode() for name, content in files(self.path).items()}

    def __str__(self) -> str:
        return self.path.name


def covering_answers() -> list[Answers]:
    """Return sets of answers that together cover all pairs."""
    rows = all_pairs(columns(**TEXTS), lambda row: not refusals(answers_of(row)))
    return [complete(answers_of(row)) for row in rows]


def render_covering(template: Path, folder: Path) -> Iterator[Rendering]:
    """Render a service for each set of answers."""
    for number, row in enumerate(covering_answers()):
        path = render(template, asked(row), folder / f"service-{number}")
        yield Rendering(row, path)
