import pytest

from ecgkt.report.labs_by_diagnosis_words import (
    answer_text,
    arm_lines,
    enough_text,
    pairs_text,
)
from ecgkt.results.labs_by_diagnosis import ARMS, LabsByDiagnosis


@pytest.fixture
def answer(labs_by_diagnosis):
    """Give the answer for one difference of means with its interval."""

    def answer(value, ci):
        labs_by_diagnosis["cohort"]["differences"][0].update(value=value, ci=ci)
        return answer_text(LabsByDiagnosis.from_dict(labs_by_diagnosis))

    return answer


@pytest.mark.parametrize(
    ("value", "ci", "beginning"),
    [
        (0.03, [0.001, 0.06], "Yes, in these 92 patients the lab heads know more"),
        (-0.03, [-0.06, -0.001], "No, in these 92 patients the lab heads know less"),
        (0.03, [-0.001, 0.06], "It cannot be told from these 92 patients"),
        (0.03, [0.0, 0.06], "It cannot be told from these 92 patients"),
        (-0.03, [-0.06, 0.001], "It cannot be told from these 92 patients"),
        (None, None, "Whether the lab heads know more than the diagnoses was not"),
    ],
)
def test_answer_follows_the_interval(answer, value, ci, beginning):
    assert answer(value, ci).startswith(beginning)


def test_answer_holds_its_figures(answer):
    text = answer(0.03125, [0.015625, 0.046875])
    assert "mean AUROC is 0.562, that of the diagnoses alone 0.531" in text
    assert "difference +0.031 [+0.016, +0.047]" in text


def test_every_predictor_has_its_line(labs_by_diagnosis):
    lines = arm_lines(LabsByDiagnosis.from_dict(labs_by_diagnosis))
    assert [line[:28].strip() for line in lines[:-1]] == [*ARMS.values()]
    assert lines[-2].endswith("mean AUROC 0.500 [0.475, 0.525]")
    assert lines[-1] == (
        "The lab heads less 71 probabilities alone: +0.031 [+0.016, +0.047]"
    )


def test_pairs_are_counted_beside_chance(labs_by_diagnosis):
    table = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    text = pairs_text(table)
    assert "106 pairs of diagnosis and abnormality were looked at; 4 have" in text
    assert "interval of 3 excludes 1" in text
    assert "not corrected for the number of pairs" in text
    assert "1 of 4 do so by chance (at most 2 in 50 deals)" in text
    assert "8 patients measured" in enough_text(table)
    assert "5 of them with an abnormal" in enough_text(table)
