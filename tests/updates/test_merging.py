"""Changes of neighbouring lines are merged; changes of the same lines stay in conflict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.versions import MERGING


BASE = "one\ntwo\nthree\nfour\n"
texts = st.lists(st.sampled_from("abc"), max_size=6).map("\n".join).map(str.encode)


def merged(ours: str, theirs: str, base: str = BASE) -> str | None:
    text = MERGING.merged(base.encode(), ours.encode(), theirs.encode())
    return None if text is None else str(text.decode())


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("ONE\ntwo\nthree\nfour\n", "one\nTWO\nthree\nfour\n", "ONE\nTWO\nthree\nfour\n"),
        ("one\nTWO\nthree\nfour\n", "ONE\ntwo\nTHREE\nfour\n", "ONE\nTWO\nTHREE\nfour\n"),
        ("two\nthree\nfour\n", "one\nTWO\nthree\nfour\n", "TWO\nthree\nfour\n"),
        ("one\n+\ntwo\nthree\nfour\n", "one\nTWO\nthree\nfour\n", "one\n+\nTWO\nthree\nfour\n"),
        ("one\n+\ntwo\nthree\nfour\n", "ONE\ntwo\nthree\nfour\n", "ONE\n+\ntwo\nthree\nfour\n"),
        ("one\nTWO\nthree\nfour\n", "one\nTWO\nthree\nfour\n", "one\nTWO\nthree\nfour\n"),
        (BASE, "four\n", "four\n"),
    ],
)
def test_neighbouring_lines_are_merged(ours, theirs, both):
    assert merged(ours, theirs) == both
    assert merged(theirs, ours) == both


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("ONE\ntwo\nthree\nfour\n", "one!\ntwo\nthree\nfour\n"),
        ("one\n+\ntwo\nthree\nfour\n", "one\n-\ntwo\nthree\nfour\n"),
        (f"{BASE}+\n", f"{BASE}-\n"),
        ("ONE\nTWO\nthree\nfour\n", "one\nTWO!\nTHREE\nfour\n"),
        ("one\nfour\n", "one\nTWO\nthree\nfour\n"),
    ],
)
def test_the_same_place_is_a_conflict(ours, theirs):
    assert merged(ours, theirs) is None
    assert merged(theirs, ours) is None


def test_entries_that_both_add_to_a_list_are_kept():
    base = 'plugins = [\n    "a",\n]\n'
    ours = base.replace("]", '    "ours",\n]')
    theirs = base.replace("]", '    "theirs",\n    "more",\n]')
    both = 'plugins = [\n    "a",\n    "ours",\n    "theirs",\n    "more",\n]\n'
    assert merged(ours, theirs, base) == merged(theirs, ours, base) == both
    assert merged(ours, base.replace("]", "# Theirs\n]"), base) is None


def test_what_both_add_to_an_ignore_list_is_kept():
    text = MERGING.merged(b"a\n", b"a\nours\n", b"a\ntheirs\n", MERGING.IGNORED)
    assert text == b"a\nours\ntheirs\n"
    assert MERGING.merged(b"a\n", b"a\n# Ours\n", b"a\ntheirs\n", MERGING.IGNORED) is None


@given(texts, texts)
def test_a_side_without_changes_changes_nothing(base, text):
    assert MERGING.merged(base, text, base) == text
    assert MERGING.merged(base, base, text) == text
    assert MERGING.merged(base, text, text) == text
