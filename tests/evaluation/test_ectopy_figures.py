"""The figures of premature beats count what was planted and what is stated."""

import numpy as np
import pytest

from ecgkt.evaluation import ectopy_figures
from ecgkt.evaluation.ectopy_figures import (
    Planted,
    beat_figures,
    evaluate_ectopy,
    found_codes,
    planted_groups,
    record_figures,
    summarise,
)
from ecgkt.quality.inspected import INDEPENDENT
from ecgkt.results.ectopy import EctopyTable
from ecgkt.simulate.example import simulate_example
from ecgkt.simulate.plant_ectopy import EctopyCase
from tests.builders.small_stores import save_small_store

SINGLE = Planted("ventricular", "one", (EctopyCase(order="single"),))
NONE = Planted("none", "plain", (EctopyCase(order="none"),))


def test_statement_and_finding_are_counted_with_and_without():
    found = [frozenset({"wide_premature"}), frozenset(), frozenset()]
    (one,) = record_figures(found, {"PVC": np.array([True, True, False])})
    assert (one["finding"], one["statement"]) == ("wide_premature", "PVC")
    assert (one["sensitivity"]["hits"], one["sensitivity"]["n"]) == (1, 2)
    assert (one["specificity"]["hits"], one["specificity"]["n"]) == (1, 1)


def test_planted_beats_are_counted():
    figures = beat_figures(SINGLE, 250.0)
    assert figures["found"]["share"] == 1
    assert figures["false"]["hits"] == 0
    plain = beat_figures(NONE, 250.0)
    assert (plain["found"]["n"], plain["false"]["hits"]) == (0, 0)


def test_groups_cover_what_was_asked_for():
    groups = list(planted_groups())
    cases = [case for group in groups for case in group.cases]
    assert {case.coupling for case in cases} >= {0.5, 0.6, 0.7, 0.8, 0.9}
    assert len({case.qrs for case in cases}) >= 3
    assert any(case.is_fibrillating and case.order != "none" for case in cases)
    assert len({group.group + group.planted for group in groups}) == len(groups)


@pytest.mark.parametrize(
    ("name", "code"), [("pvc", "wide_premature"), ("af", "irregular_without_p")]
)
def test_examples_are_found_at_100_hz(name, code):
    record = simulate_example(name, fs=100.0)
    assert code in found_codes(record.signal[INDEPENDENT], 100.0)


def test_document_is_made_of_a_store_and_told_in_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(ectopy_figures, "planted_groups", lambda: [SINGLE, NONE])
    save_small_store(tmp_path)
    told = []
    document = evaluate_ectopy(tmp_path, say=told.append, n_records=4)
    assert document["schema"] == EctopyTable.SCHEMA
    assert (document["split"], document["n_records"]) == ("tuning", 4)
    table = EctopyTable.from_dict(document)
    assert [one.planted for one in table.by_beat] == ["ventricular", "none"]
    lines = summarise(document).splitlines()
    assert len(lines) == 1 + len(table.by_record) + 2
    assert len(told) == 2
