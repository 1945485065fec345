"""The card of fewer leads: each set with its figures, estimates beside regression."""

from dataclasses import replace

import pytest

from ecgkt.results.fewer_leads import FewerLeadsTable
from pages.model_card.show_fewer_leads_card import (
    filled_lines,
    microvolts,
    reader_text,
    set_lines,
)
from tests.builders.fewer_leads import fewer_leads_document


@pytest.fixture
def table():
    return FewerLeadsTable.from_dict(fewer_leads_document())


def test_every_set_has_its_figure_its_interval_and_the_difference(table):
    lines = set_lines(table.sets)
    assert len(lines) == 24
    first = lines[0]
    assert first["Leads"] == "I"
    assert first["AUROC, all 71"] == "0.810 [0.790, 0.830]"
    assert first["less all leads, all 71"] == "−0.120 [−0.140, −0.100]"
    assert first["ECE"] == "0.012"
    assert "Validity of" not in first
    assert (first["Read by"], lines[-1]["Read by"]) == ("small", "main model")


def test_other_sets_say_whose_validity_they_take(table):
    (line,) = set_lines(table.others)
    assert (line["Leads"], line["Validity of"]) == ("II, V5", "II")


def test_choice_of_the_reader_is_told_with_its_figures(table):
    said = reader_text(table)
    assert said.endswith("1 of 2, least all but V3: +0.030 [+0.020, +0.040].")
    nobody = replace(table, sets=table.sets[:1])
    assert reader_text(nobody).endswith("0 of 2.")


def test_estimates_stand_beside_regression(table):
    line = filled_lines(table)[0]
    assert (line["Lead"], line["From"]) == ("V1", "I, II")
    assert line["Network, µV"] == "123 [120, 127]"
    assert line["Difference, µV"] == "−9 [−10, −8]"
    assert microvolts(table.filled["held_out"][0].network.r).startswith("1 [1, 1")
