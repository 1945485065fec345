import pytest

from ecgkt.report.lab_agreement import labs_of_diagnoses
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.types.reading import (
    ModelIdentity,
    Quality,
    Reading,
    RecordSummary,
    Score,
)
from ecgkt.vocab.leads import LEADS
from tests.builders.lab_scores import invented_lab


def score(code, probability=0.9, **changes):
    values = {
        "name": code,
        "group": "Rhythm",
        "threshold": 0.5,
        "positive": probability >= 0.5,
        "validated": True,
        "auroc": 0.9,
        "auroc_ci": None,
    }
    return Score(code=code, probability=probability, **{**values, **changes})


def reading(diagnoses, labs=()):
    return Reading(
        file="",
        record=RecordSummary(
            id="",
            format="npy",
            fs=500.0,
            duration_s=10.0,
            leads=LEADS,
            derived_leads=(),
            warnings=(),
        ),
        quality=Quality(verdict="accept"),
        model=ModelIdentity(name="tiny", version="0", sha256="0" * 64),
        diagnoses=tuple(diagnoses),
        labs=tuple(labs),
    )


@pytest.fixture
def table(labs_by_diagnosis):
    return LabsByDiagnosis.from_dict(labs_by_diagnosis)


BELOW = {"likelihood_ratio": 0.6, "likelihood_ratio_ci": (0.4, 0.9)}
ABOUT_1 = {"likelihood_ratio": 1.6, "likelihood_ratio_ci": (0.9, 2.8)}


def verdicts(table, *labs):
    (found,) = labs_of_diagnoses(reading([score("AFIB")], labs), table)
    return {one.pair.title: one.verdict for one in found.agreements}


def test_shift_on_the_side_of_the_ratio_is_consistent(table):
    found = verdicts(
        table, invented_lab("Creatinine"), invented_lab("INR(PT)", **BELOW)
    )
    assert found["Creatinine high"] == "consistent"
    assert found["INR high"] == "consistent"


def test_shift_on_the_other_side_is_inconsistent(table):
    found = verdicts(
        table, invented_lab("Creatinine", **BELOW), invented_lab("INR(PT)")
    )
    assert found["Creatinine high"] == "inconsistent"
    assert found["INR high"] == "inconsistent"


@pytest.mark.parametrize(
    "labs",
    [
        (),
        (invented_lab("Creatinine", **ABOUT_1),),
        (invented_lab("Creatinine", readable=False),),
        (invented_lab("Creatinine", taught_by="simulation"),),
        (invented_lab("Creatinine", direction="low"),),
    ],
    ids=["absent", "interval holds 1", "unreadable", "simulated", "other way"],
)
def test_lab_without_a_shift_to_trust_is_unknown(table, labs):
    assert verdicts(table, *labs)["Creatinine high"] == "unknown"


def test_pairs_that_cannot_be_told_have_no_verdict(table):
    assert "Urea nitrogen high" not in verdicts(table, invented_lab("Urea Nitrogen"))


def test_known_verdicts_stand_first_and_are_counted(table):
    labs = (invented_lab("Sodium"), invented_lab("INR(PT)"))
    (found,) = labs_of_diagnoses(reading([score("AFIB")], labs), table)
    assert [one.pair.title for one in found.agreements] == [
        "INR high",
        "Sodium high",
        "Creatinine high",
    ]
    counts = [found.count(v) for v in ("consistent", "inconsistent", "unknown")]
    assert counts == [1, 1, 1]


def test_only_positive_diagnoses_are_looked_at_those_with_labs_first(table):
    scores = [score("NORM", 0.1), score("WPW", 0.99), score("SR"), score("AFIB", 0.6)]
    found = labs_of_diagnoses(reading(scores), table)
    assert [one.score.code for one in found] == ["AFIB", "WPW", "SR"]
    assert found[1].statement.n_patients == 1
    assert found[2].statement is None


def test_reference_of_another_model_is_refused(labs_by_diagnosis):
    labs_by_diagnosis["model"]["sha256"] = "1" * 64
    other = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    with pytest.raises(ValueError, match="another model"):
        labs_of_diagnoses(reading([score("AFIB")]), other)
