"""Labs beside the diagnoses: what is shown, what is kept back, and what is said."""

import re

import pytest

from pages.read_ecg.show_labs import labs_html, unreadable_html
from tests.builders.lab_scores import invented_lab


def test_lab_stands_with_estimate_validity_range_and_physiology():
    html = labs_html([invented_lab()])
    for words in (
        "↑",
        "Creatinine high",
        ">0.41<",
        "AUROC 0.69 [0.60–0.78] · 34 patients",
        "<span>threshold 0.30</span>",
        "normal 0.5–1.2 mg/dL",
        "left ventricular hypertrophy",
        "Pan Afr Med J",
    ):
        assert words in html


def test_low_value_has_the_other_arrow():
    html = labs_html([invented_lab("Potassium", direction="low")])
    assert "↓" in html
    assert "Potassium low" in html
    assert "U waves" in html


def test_labs_above_their_thresholds_come_first_and_open():
    labs = [
        invented_lab("INR(PT)", probability=0.2, positive=False),
        invented_lab("Urea Nitrogen", probability=0.35),
        invented_lab("Creatinine", probability=0.45),
    ]
    pattern = r"(?s)<details[^>]*?( open)?><summary>.*?<b>([^<]*)"
    found = re.findall(pattern, labs_html(labs))
    assert found == [
        (" open", "Creatinine high"),
        (" open", "Urea nitrogen high"),
        ("", "INR high"),
    ]


def test_lab_is_never_called_detected():
    html = labs_html([invented_lab(), invented_lab(positive=False)])
    assert "etected" not in html
    assert "diagnos" not in html


def test_labs_that_cannot_be_read_are_listed_without_their_estimates():
    labs = [
        invented_lab("Sodium", auroc=0.52, auroc_ci=(0.42, 0.61), readable=False),
        invented_lab("Potassium", auroc=None, auroc_ci=None, readable=False),
    ]
    html = unreadable_html(labs)
    assert "Not readable from the ECG with the data at hand: 2" in html
    assert "<details" in html
    assert " open" not in html
    assert "AUROC 0.52 [0.42–0.61]" in html
    assert "AUROC not measured" in html
    assert "0.41" not in html


def test_simulator_taught_lab_is_marked_and_its_auroc_called_real():
    html = labs_html([invented_lab(taught_by="simulation")])
    assert "taught by simulation" in html
    assert "on real patients" in html


def test_nothing_readable_is_said():
    assert "None can be read" in labs_html(())


@pytest.mark.parametrize("name", ["<img src=x>", "Ferritin"])
def test_name_foreign_to_the_vocabulary_is_shown_without_power(name):
    html = labs_html([invented_lab(name, unit="<b>")])
    assert "<img" not in html
    assert "mg<b>" not in html
    assert "No established effect" in html
