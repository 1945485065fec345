import numpy as np
import pytest

from ecgkt.evaluation.macros import (
    STATEMENT_SETS,
    SUBCLASS_MEMBERS,
    SUBCLASSES,
    group_labels,
)
from ecgkt.models.decision import SUPERCLASS_MEMBERS
from ecgkt.vocab.statements import CODES, DIAGNOSES, SUPERCLASSES


def test_sets_have_the_sizes_of_the_benchmark():
    sizes = {name: len(members) for name, members in STATEMENT_SETS.items()}
    assert sizes == {"all": 71, "diagnostic": 44, "form": 19, "rhythm": 12}
    assert len(SUBCLASSES) == 23


def test_every_diagnostic_statement_is_in_one_subclass_of_its_superclass():
    members = sorted(i for group in SUBCLASS_MEMBERS for i in group)
    assert members == list(STATEMENT_SETS["diagnostic"])
    for group in SUBCLASS_MEMBERS:
        assert len({DIAGNOSES[i].superclass for i in group}) == 1


def test_superclass_is_present_with_any_of_its_statements():
    labels = np.zeros((3, 71), np.uint8)
    labels[0, [CODES.index("IMI"), CODES.index("LMI"), CODES.index("CLBBB")]] = 1
    labels[1, CODES.index("SR")] = 1
    found = group_labels(labels, SUPERCLASS_MEMBERS)
    assert found.dtype == np.uint8
    assert dict(zip(SUPERCLASSES, found[0].tolist(), strict=True)) == {
        "NORM": 0,
        "MI": 1,
        "STTC": 0,
        "CD": 1,
        "HYP": 0,
    }
    assert not found[1:].any()


def test_unknown_column_is_refused():
    with pytest.raises(IndexError, match="out of bounds"):
        group_labels(np.zeros((1, 2), int), [(5,)])
