"""Labs of one ECG in groups: which stand where, and in which order."""

from ecgkt.report.lab_groups import groups_of_labs
from ecgkt.vocab.labs import FOREIGN_GROUP
from tests.builders.lab_scores import invented_lab


def lab(name, ratio=1.0, **changes):
    changes = {"flagged": False, **changes}
    ends = (0.8 * ratio, 1.25 * ratio)
    return invented_lab(
        name, likelihood_ratio=ratio, likelihood_ratio_ci=ends, **changes
    )


def test_groups_stand_in_the_order_of_the_vocabulary_and_none_is_empty():
    found = groups_of_labs([lab("pH"), lab("Ferritin"), lab("Hemoglobin")])
    titles = ["Anaemia", "Acid–base and gases", FOREIGN_GROUP]
    assert [group.title for group in found] == titles


def test_flags_stand_first_then_what_is_spoken_against_then_the_rest():
    labs = [
        lab("Hemoglobin", 1.1),
        lab("MCV", 0.2),
        lab("RDW", 2.5, flagged=True),
        lab("MCHC", 0.9),
        lab("Hematocrit", 4.0, flagged=True),
    ]
    (group,) = groups_of_labs(labs)
    order = ["Hematocrit", "RDW", "MCV", "MCHC", "Hemoglobin"]
    assert [one.name for one in group.labs] == order
    assert (group.strongest.name, group.n_flagged) == ("Hematocrit", 2)


def test_what_is_not_shown_is_in_no_group():
    hidden = [lab("pH", readable=False), lab("pO2", taught_by="simulation")]
    assert groups_of_labs(hidden) == []
