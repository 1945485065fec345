"""Files made to harm: each is refused by its reason, within the child's limits."""

import re

import pytest

from ecgkt.types.upload import NOTHING_STATED
from tests.builders.guarded_reads import Outcome, guarded_outcomes
from tests.builders.hostile_corpus import CORPUS
from tests.builders.hostile_pieces import Case


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    found = guarded_outcomes([case.files for case in CORPUS], NOTHING_STATED)
    return dict(zip([case.name for case in CORPUS], found, strict=True))


def test_corpus_is_large():
    assert len(CORPUS) >= 80


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_hostile_file_is_refused_by_its_reason(case: Case, outcomes):
    outcome = outcomes[case.name]
    assert outcome.kind == "refused", outcome
    assert re.search(case.reason, outcome.said)
    assert 20 < len(outcome.said) < 900
    assert outcome.seconds <= 10
