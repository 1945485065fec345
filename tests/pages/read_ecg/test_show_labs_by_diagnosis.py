"""Labs that go with a diagnosis: what is compared, what is not, and why."""

import re
from dataclasses import replace

import pytest

from ecgkt.report.lab_agreement import Agreement, DiagnosisLabs
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.types.reading import Score
from pages.read_ecg.show_labs_by_diagnosis import (
    caption_text,
    diagnoses_html,
)
from tests.builders.lab_scores import invented_lab


@pytest.fixture
def table(labs_by_diagnosis):
    return LabsByDiagnosis.from_dict(labs_by_diagnosis)


def score(name="Atrial fibrillation", *, validated=True):
    return Score(
        code="AFIB",
        name=name,
        group="Rhythm",
        probability=0.9,
        threshold=0.4,
        positive=True,
        validated=validated,
        auroc=0.9,
        auroc_ci=None,
    )


@pytest.fixture
def found(table):
    """Atrial fibrillation with three significant labs, one above its threshold."""
    statement = table.statement("AFIB")
    labs = (
        invented_lab(),
        invented_lab("INR(PT)"),
        invented_lab("Sodium", readable=False),
    )
    pairs = zip(statement.significant, labs, strict=True)
    agreements = tuple(Agreement(pair=pair, lab=lab) for pair, lab in pairs)
    return DiagnosisLabs(score=score(), statement=statement, agreements=agreements)


def rows_html(diagnosis, *agreements):
    return diagnoses_html([replace(diagnosis, agreements=agreements)])


def test_row_holds_ratio_shares_patients_estimate_and_verdict(found):
    html = rows_html(found, found.agreements[0])
    for words in (
        "↑ Creatinine high",
        "× 2.00 [1.25–3.50]",
        "50% | 25%",
        "19 | 80",
        "× 2.40 [1.30–4.40]",
        ">Consistent<",
    ):
        assert words in html


def test_lab_that_cannot_be_read_shows_no_estimate(found):
    html = rows_html(found, found.agreements[2])
    assert "not readable" in html
    assert ">Unknown<" in html
    assert "2.40" not in html
    nothing = Agreement(pair=found.agreements[2].pair, lab=None)
    assert "not estimated" in rows_html(found, nothing)


def test_verdicts_are_counted_and_the_untold_too(found):
    html = diagnoses_html([found])
    assert "1 consistent · 1 inconsistent · 1 unknown" in html
    assert "Of 53 abnormalities, 1 cannot be told apart" in html
    assert "49 were seen in too few patients" in html


def test_diagnosis_that_is_not_validated_is_marked(found):
    weak = DiagnosisLabs(
        score=score(validated=False),
        statement=found.statement,
        agreements=found.agreements,
    )
    assert "not validated" in diagnoses_html([weak])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("WPW", "1 patient of the reference cohort: too few to tell"),
        ("NORM", "nobody in the reference cohort has it"),
        ("AFIB", "21 patients of the reference cohort: no laboratory value stands out"),
    ],
)
def test_diagnosis_without_telling_labs_says_why_in_one_line(table, code, words):
    one = DiagnosisLabs(score=score(), statement=table.statement(code), agreements=())
    html = diagnoses_html([one])
    assert words in html
    assert "<details" not in html


def test_no_diagnosis_is_said():
    assert "No diagnosis is above its threshold" in diagnoses_html(())


def test_name_from_outside_has_no_power(found):
    one = DiagnosisLabs(
        score=score("<img src=x>"), statement=None, agreements=found.agreements
    )
    assert "<img" not in diagnoses_html([one])


def test_caption_says_who_the_patients_are_and_that_nothing_is_corrected(table):
    text = re.sub(r"\*", "", caption_text(table))
    for words in (
        "92 real patients of the open MIMIC-IV demo",
        "what this model calls positive",
        "labs measured within 6 h",
        "the same side of 1 as the cohort's ratio",
        "4 pairs were looked at and intervals are not corrected",
        "the same patients taught the lab estimates",
    ):
        assert words in text
