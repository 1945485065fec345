"""The text of the command line: what it says of labs, and what it keeps back."""

from dataclasses import replace

from ecgkt.report.reading_text import reading_text
from ecgkt.types.measurements import Measurement
from ecgkt.types.reading import Quality
from tests.builders.lab_scores import invented_lab
from tests.builders.readings import UNREAD, planted_reading

LAB = invented_lab()
READING = replace(
    UNREAD,
    labs=(
        replace(
            LAB,
            name="INR(PT)",
            flagged=False,
            likelihood_ratio=1.2,
            likelihood_ratio_ci=(0.8, 1.7),
        ),
        LAB,
        replace(
            LAB,
            name="Hemoglobin",
            flagged=False,
            likelihood_ratio=0.3,
            likelihood_ratio_ci=(0.2, 0.5),
        ),
        replace(LAB, name="Sodium", readable=False),
        replace(LAB, name="Potassium", taught_by="simulation"),
    ),
)


def test_flagged_labs_stand_with_ratio_auroc_and_what_a_flag_means():
    text = reading_text(READING)
    (line,) = [one for one in text.splitlines() if "Creatinine high" in one]
    for words in (
        "× 2.40 [1.30–4.40]",
        "AUROC 0.69 [0.60–0.78] in 34 patients",
        "would flag 1.2 % of ECGs read as normal",
    ):
        assert words in line
    assert "Estimated from the ECG, not measured" in text


def test_labs_without_a_flag_are_counted_in_one_line():
    text = reading_text(READING)
    assert "INR" not in text
    assert "Sodium" not in text
    assert "Potassium" not in text
    assert (
        "and 1 not flagged, 1 spoken against, 2 not readable or taught by simulation"
    ) in text


def test_no_flag_is_said():
    calm = replace(READING, labs=READING.labs[:1])
    assert "none; 1 not flagged, 0 spoken against" in reading_text(calm)


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
