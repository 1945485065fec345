"""What is shipped beside the model keeps what was promised of it."""

import json

import numpy as np
import pytest

from ecgkt.pipeline.context import second_result
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.document import load_document
from ecgkt.results.ectopy import EctopyTable
from ecgkt.results.explanations import ExplanationTable
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.simulate.example import simulate_example
from ecgkt.types.context import Context
from ecgkt.vocab.statements import CODES

RESULTS = BUNDLED / "results"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(BUNDLED)


@pytest.mark.parametrize("name", ["normal", "lbbb", "af"])
def test_second_opinion_s_parts_sum_to_its_log_odds(reader, name):
    record = simulate_example(name, seed=2, fs=500.0)
    for code in ("NORM", "CLBBB", "AFIB"):
        opinion = read_second_opinion(reader.second, record, code)
        total = opinion.constant + sum(opinion.leads.values())
        assert total == pytest.approx(opinion.log_odds, abs=1e-4)


def test_second_opinion_is_near_the_main_model():
    table = load_document(RESULTS / "exact.json", SecondOpinionTable)
    assert set(table.splits) == {"tuning", "held_out"}
    for split in table.splits.values():
        pair = split.macro_auroc.all
        assert pair.main.value - pair.second.value <= table.target == 0.02
    assert {pair.code for pair in table.labels} == set(CODES)
    assert table.sums.largest_remainder <= 1e-4


@pytest.mark.parametrize("name", ["normal", "lbbb"])
def test_second_result_begins_with_the_shipped_scores(reader, name):
    record = simulate_example(name, seed=2, fs=500.0)
    reading = reader.read(record)
    result = second_result(reader, record, reading, Context(age=80, sex="male"))
    before = [one.probability for one in result.scores]
    assert before == [score.probability for score in reading.diagnoses]
    for row in result.attention.values():
        assert sum(row) == pytest.approx(1, abs=1e-6)
    assert 0 < max(abs(one.shift) for one in result.scores) < 2


def test_premature_beats_are_found_as_cardiologists_stated_them():
    table = load_document(RESULTS / "ectopy.json", EctopyTable)
    assert (table.split, table.n_records, table.fs) == ("tuning", 2183, 100)
    by_finding = {one.finding: one for one in table.by_record}
    wide = by_finding["wide_premature"]
    assert wide.sensitivity.share >= 0.85
    assert wide.specificity.share >= 0.95
    assert by_finding["irregular_without_p"].specificity.share >= 0.98
    planted = [one for one in table.by_beat if one.planted == "ventricular"]
    assert all(one.found.share >= 0.85 for one in planted)
    assert all(one.false.share <= 0.01 for one in table.by_beat)


def test_waves_are_found_as_cardiologists_marked_them():
    table = load_document(RESULTS / "delineation.json", DelineationTable)
    assert (table.n_records, table.folds, table.tolerance_ms) == (100, 5, 150.0)
    for wave, floor in (("p", 0.9), ("qrs", 0.99), ("t", 0.95)):
        assert table.waves[wave].sensitivity >= floor
        assert table.waves[wave].ppv >= floor


@pytest.mark.parametrize(
    ("name", "low", "high"), [("normal", 80, 110), ("lbbb", 140, 190)]
)
def test_durations_are_measured_with_the_shipped_delineator(reader, name, low, high):
    found = reader.measure(simulate_example(name, seed=3, fs=500.0)).values
    assert low <= found["qrs_ms"].value <= high
    assert 120 <= found["pr_ms"].value <= 200


def test_atrial_fibrillation_has_no_p_wave_to_measure(reader):
    found = reader.measure(simulate_example("af", seed=3, fs=500.0)).values
    assert found["pr_ms"].state == "absent"
    assert found["qrs_ms"].value is not None


def test_durations_have_their_error_at_100_hz(reader):
    slow = reader.measure(simulate_example("normal", seed=3, fs=100.0)).values
    fast = reader.measure(simulate_example("normal", seed=3, fs=500.0)).values
    for name in ("pr_ms", "qrs_ms", "qt_ms"):
        error = slow[name].error_ms
        assert slow[name].value == pytest.approx(fast[name].value, abs=error)
        assert fast[name].error_ms is None


def test_explanations_speak_of_these_weights(reader):
    table = load_document(RESULTS / "explanations.json", ExplanationTable)
    assert table.model.sha256 == reader.bundle.identity.networks
    best = table.method(table.default)
    assert any(row.passes for row in best.by_class)
    text = (RESULTS / "explanations.json").read_text(encoding="utf-8")
    assert json.loads(text)["data"]["simulated"]
    hits = np.mean([row.planted_hit_rate for row in best.by_factor])
    assert hits > np.mean([row.planted_hit_reference for row in best.by_factor])
