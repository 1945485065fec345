"""Labs beside the diagnoses: what is shown, what is kept back, and what is said."""

import re

import pytest

from ecgkt.report.lab_groups import groups_of_labs
from pages.read_ecg.lab_rows import (
    bar_style,
    groups_html,
    interval_style,
    rows_html,
    unreadable_html,
)
from tests.builders.lab_scores import invented_lab

PLAIN = {"flagged": False, "likelihood_ratio": 1.2, "likelihood_ratio_ci": (0.8, 1.7)}
AGAINST = {"flagged": False, "likelihood_ratio": 0.3, "likelihood_ratio_ci": (0.2, 0.5)}


def test_lab_stands_with_shift_validity_range_and_physiology():
    html = rows_html([invented_lab()])
    for words in (
        "↑",
        "Creatinine high",
        "× 2.40 [1.30–4.40]",
        "91st percentile",
        "would flag 1.2 % of ECGs read as normal",
        "normal 0.5–1.2 mg/dL, probability 0.41, threshold 0.30",
        "AUROC 0.69 [0.60–0.78], 34 patients",
        "left ventricular hypertrophy",
        "Pan Afr Med J",
    ):
        assert words in html


def test_low_value_has_the_other_arrow():
    html = rows_html([invented_lab("Potassium", direction="low")])
    assert "↓" in html
    assert "Potassium low" in html
    assert "U waves" in html


@pytest.mark.parametrize(
    ("ratio", "style"),
    [
        (1.0, "left:50.0%;width:0.0%"),
        (8.0, "left:50.0%;width:50.0%"),
        (1 / 8, "left:0.0%;width:50.0%"),
        (100.0, "left:50.0%;width:50.0%"),
        (2.0, "left:50.0%;width:16.7%"),
    ],
)
def test_bar_goes_from_the_average_ecg_on_a_logarithmic_scale(ratio, style):
    assert bar_style(invented_lab(likelihood_ratio=ratio)) == style


def test_interval_is_a_line_about_the_end_of_the_bar():
    lab = invented_lab(likelihood_ratio=2.0, likelihood_ratio_ci=(1.0, 4.0))
    assert interval_style(lab) == "left:50.0%;width:33.3%"


def test_a_group_is_one_line_with_its_strongest_shift_and_flags():
    labs = [
        invented_lab("INR(PT)", **PLAIN),
        invented_lab("PT", **AGAINST),
        invented_lab("Urea Nitrogen"),
        invented_lab("Creatinine", likelihood_ratio=3.1),
    ]
    html = re.sub(r"\s+", " ", groups_html(groups_of_labs(labs)))
    lines = re.findall(
        r'<details class="ek-group"( open)?[^>]*> ?<summary>(.*?)</summary>', html
    )
    assert [(bool(is_open), re.sub("<.*?>", "", line)) for is_open, line in lines] == [
        (False, "Coagulation × 0.30 Prothrombin time high none flagged"),
        (True, "Kidney and electrolytes × 3.10 Creatinine high 2 flagged"),
    ]
    assert "ek-lab ek-against" in html
    assert html.count("ek-lab ek-flagged") == 2


def test_only_the_group_of_the_strongest_flag_is_open():
    labs = [
        invented_lab("INR(PT)", likelihood_ratio=2.5),
        invented_lab("Creatinine", likelihood_ratio=3.1),
    ]
    html = groups_html(groups_of_labs(labs))
    assert html.count('<details class="ek-group" open') == 1
    assert html.count("1 flagged") == 2
    assert html.index("Coagulation") < html.index('ek-group" open')


def test_lab_is_never_called_detected():
    html = rows_html([invented_lab(), invented_lab(**PLAIN)])
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
    assert ">0.52<" in html
    assert ">not measured<" in html
    assert "2.40" not in html


def test_simulator_taught_lab_is_marked_and_its_auroc_called_real():
    html = rows_html([invented_lab(taught_by="simulation")])
    assert "taught by simulation" in html
    assert "on real patients" in html


def test_share_of_normal_ecgs_is_left_out_where_it_was_not_measured():
    assert "would flag" not in rows_html([invented_lab(flagged_of_normal=None)])


def test_nothing_readable_is_said():
    assert "None can be read" in groups_html(())


@pytest.mark.parametrize("name", ["<img src=x>", "Ferritin"])
def test_name_foreign_to_the_vocabulary_is_shown_without_power(name):
    html = rows_html([invented_lab(name, unit="<b>")])
    assert "<img" not in html
    assert "mg<b>" not in html
    assert "No established effect" in html


def test_of_a_flagged_group_the_others_come_on_demand():
    labs = [invented_lab("Urea Nitrogen"), invented_lab("Creatinine", **PLAIN)]
    html = groups_html(groups_of_labs(labs))
    flagged, rest = html.split('<details class="ek-rest"')
    assert "Urea nitrogen high" in flagged
    assert "1 not flagged</summary><template>" in rest
    assert "Creatinine high" in rest
    assert "Creatinine high" not in flagged
    assert "ek-rest" not in groups_html(groups_of_labs(labs[:1]))
