"""Services with random answers, edits and releases are updated without conflicts."""

import pytest

from tests.bench.fleet import fleet, updated_fleet
from tests.helpers.edits import EDITS
from tests.helpers.questions import offered


pytestmark = pytest.mark.full

SIZE = 6


def test_a_small_fleet_is_updated_without_conflicts_or_failures(tmp_path):
    outcomes = list(updated_fleet(SIZE, tmp_path))
    assert len(outcomes) == SIZE
    assert [each for each in outcomes if each.conflicts or each.failure] == []


def test_a_whole_fleet_holds_every_framework_and_edit_and_is_the_same_each_time():
    services = fleet(60)
    assert services == fleet(60)
    assert {each.answers["framework"] for each in services} == {*offered("framework")}
    assert {edit for each in services for edit in each.made} == {*EDITS}
