"""The rules about figures find the wrong figures of the labelled claims, and are silent on the right ones."""

import pytest

from tests.checks.labelled import PARTS, labelled, repository, score

PRECISION = 0.98
RECALL = 0.90


@pytest.fixture(scope="module")
def project():
    return repository()


def test_the_set_is_large_enough_and_more_than_a_third_was_not_looked_at():
    claims = {part: list(labelled(part)) for part in PARTS}
    every = [claim for part in PARTS for claim in claims[part]]
    assert sum(claim.place is None for claim in every) >= 150
    assert sum(claim.place is not None for claim in every) >= 150
    assert len(claims["held-out"] + claims["second"]) * 3 >= len(every)
    assert len(claims["second"]) >= 60


@pytest.mark.parametrize("part", PARTS)
def test_wrong_figures_are_found_and_right_ones_left_alone(project, part):
    result = score(list(labelled(part)), project)
    assert result.precision >= PRECISION, result
    assert result.recall >= RECALL, result
