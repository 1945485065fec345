from dataclasses import replace

import pytest

from ecgkt.report.lab_words import (
    lab_auroc_text,
    normal_text,
    percentile_text,
    range_text,
    ratio_text,
)
from ecgkt.vocab.labs import lab_link, lab_title
from tests.builders.lab_scores import invented_lab

CREATININE = invented_lab(probability=0.4)


def test_lab_is_called_by_its_plain_name_and_side():
    assert lab_title(CREATININE) == "Creatinine high"
    spelt = replace(CREATININE, name="Asparate Aminotransferase (AST)")
    assert lab_title(spelt) == "Aspartate aminotransferase (AST) high"


def test_foreign_lab_keeps_its_name_and_claims_no_physiology():
    foreign = replace(CREATININE, name="Ferritin", code=None)
    assert lab_title(foreign) == "Ferritin high"
    assert "No established effect" in lab_link(foreign).text


def test_link_belongs_to_the_side():
    potassium = replace(CREATININE, name="Potassium")
    assert "tall and narrow" in lab_link(potassium).text
    assert "flattens" in lab_link(replace(potassium, direction="low")).text


@pytest.mark.parametrize(
    ("limits", "unit", "text"),
    [
        ((0.5, 1.2), "mg/dL", "0.5–1.2 mg/dL"),
        ((0.9, 1.1), "", "0.9–1.1"),
        ((0.0, 0.01), "ng/mL", "≤ 0.01 ng/mL"),
        ((None, 229.0), "pg/mL", "≤ 229 pg/mL"),
        ((60.0, None), "mL/min", "≥ 60 mL/min"),
        (None, "mg/dL", ""),
    ],
)
def test_reference_range_says_which_limits_there_are(limits, unit, text):
    lab = replace(CREATININE, reference_range=limits, unit=unit)
    assert range_text(lab) == text


def test_auroc_without_interval_or_figure_is_said_so():
    assert lab_auroc_text(0.7, None) == "AUROC 0.70"
    assert lab_auroc_text(None, None) == "AUROC not measured"


def test_ratio_stands_with_its_interval():
    assert ratio_text(CREATININE) == "× 2.40 [1.30–4.40]"


@pytest.mark.parametrize(
    ("percentile", "text"),
    [
        (0, "1st"),
        (1.6, "2nd"),
        (11, "11th"),
        (53, "53rd"),
        (91.3, "91st"),
        (100, "99th"),
    ],
)
def test_percentile_is_a_place_among_a_hundred(percentile, text):
    lab = replace(CREATININE, percentile=percentile)
    assert percentile_text(lab) == f"{text} percentile"


def test_share_of_normal_ecgs_is_said_where_it_was_measured():
    assert normal_text(CREATININE) == "would flag 1.2 % of ECGs read as normal"
    assert normal_text(replace(CREATININE, flagged_of_normal=None)) == ""
