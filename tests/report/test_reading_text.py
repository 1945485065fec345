"""The text of the command line: what it says of labs, and what it keeps back."""

from dataclasses import replace

from ecgkt.report.reading_text import reading_text
from ecgkt.types.measurements import Measurement
from ecgkt.types.reading import ModelIdentity, Quality, Reading, RecordSummary
from ecgkt.vocab.leads import LEADS
from tests.builders.lab_scores import invented_lab
from tests.builders.readings import planted_reading

LAB = invented_lab()
READING = Reading(
    file="a.hea",
    record=RecordSummary(
        id="a",
        format="wfdb",
        fs=500.0,
        duration_s=10.0,
        leads=LEADS,
        derived_leads=(),
        warnings=(),
    ),
    quality=Quality(verdict="accept"),
    model=ModelIdentity(name="m", version="1", sha256="0" * 64),
    labs=(
        replace(LAB, name="INR(PT)", probability=0.2, positive=False),
        LAB,
        replace(LAB, name="Sodium", readable=False),
        replace(LAB, name="Potassium", taught_by="simulation"),
    ),
)


def test_readable_labs_stand_with_threshold_auroc_patients_and_range():
    text = reading_text(READING)
    (line,) = [one for one in text.splitlines() if "Creatinine high" in one]
    for words in (
        "0.41",
        "above threshold 0.30",
        "AUROC 0.69 [0.60–0.78] in 34 patients",
        "normal 0.5–1.2 mg/dL",
    ):
        assert words in line
    assert "Estimated from the ECG, not measured" in text


def test_lab_above_its_threshold_comes_first():
    text = reading_text(READING)
    assert text.index("Creatinine high") < text.index("INR high")


def test_labs_that_cannot_be_read_are_counted_only():
    text = reading_text(READING)
    assert "Sodium" not in text
    assert "Potassium" not in text
    assert "and 2 not readable" in text


def test_reading_without_heads_says_nothing_of_labs():
    assert "Estimated" not in reading_text(replace(READING, labs=()))


def test_measurements_stand_before_what_the_model_says():
    measured = {"heart_rate_bpm": Measurement(value=61.0, n_beats=10)}
    text = reading_text(replace(READING, measurements=measured))
    assert text.index("Heart rate") < text.index("Super-classes")
    assert "61 bpm" in text


def test_refused_reading_is_not_assessed():
    refused = replace(READING, quality=Quality(verdict="refuse"), labs=())
    assert "Not assessed." in reading_text(refused)


def test_sentence_comes_first_and_each_part_says_who_says_it():
    text = reading_text(planted_reading(called=("SR", "ASMI"), qtc_fridericia_ms=510.0))
    assert text.index("Sinus rhythm, 68/min; ") < text.index("Measurements.")
    assert "CRITICAL: QTc (Fridericia) 510 ms." in text
    assert "model only         Anteroseptal infarction" in text
