"""Recordings that lack leads: what is said of them, and what is drawn."""

import json
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.files import to_json
from ecgkt.io.missing import derive_missing
from ecgkt.models.decision import sigmoid
from ecgkt.pipeline.fewer_leads import estimate_missing
from ecgkt.pipeline.reader import Reader
from ecgkt.preprocess.model_input import masked_input
from ecgkt.report.fewer_leads_words import validity_text
from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.statements import CODES
from tests.builders.fewer_leads import tiny_fewer_leads


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model), fewer=tiny_fewer_leads())


def only(record, *leads):
    """Return a recording of some leads, as a reader of files gives it."""
    is_kept = np.array([lead in leads for lead in LEADS])
    signal = np.where(is_kept[:, None], record.signal, np.float32(np.nan))
    return derive_missing(replace(record, signal=signal))


def test_whole_recording_says_nothing_of_fewer_leads(reader, record):
    reading = reader.read(record)
    assert reading.diagnoses
    assert reading.fewer_leads is None


def test_recording_that_lacks_a_lead_stays_unscored_beside_the_block(reader, record):
    reading = reader.read(only(record, *(lead for lead in LEADS if lead != "V3")))
    assert reading.quality.verdict == "refuse"
    assert reading.quality.measured_only
    for nothing in (reading.diagnoses, reading.superclasses, reading.labs):
        assert nothing == ()
    fewer = reading.fewer_leads
    assert fewer.leads == ("I", "II", "V1", "V2", "V4", "V5", "V6")
    assert fewer.measured_on == "all but V3"
    assert fewer.model.name == "tiny-fewer"
    assert tuple(score.code for score in fewer.scores) == CODES
    assert fewer.estimated == ()


def test_main_model_reads_with_an_estimate_where_it_is_better(reader, record):
    leads = [lead for lead in LEADS if lead != "V2"]
    fewer = reader.read(only(record, *leads)).fewer_leads
    assert fewer.measured_on == "all but V2"
    assert fewer.estimated == ("V2",)
    assert fewer.model == reader.bundle.identity
    signal = masked_input(only(record, *leads), reader.fewer.input_config)[None]
    filled = np.where(np.isnan(signal), reader.fewer.estimate(signal), signal)
    logits = reader.bundle.score(filled)
    measured = reader.fewer.sets["all but V2"]
    expected = sigmoid(measured.calibration.calibrate(logits))[0]
    found = [score.probability for score in fewer.scores]
    assert found == pytest.approx(expected.tolist())
    assert "estimates in the place of V2" in validity_text(fewer)


@pytest.mark.parametrize(
    ("leads", "seen", "measured_on"),
    [
        (("I",), ("I",), "I"),
        (LEADS[:6], ("I", "II"), "I, II"),
        (("I", "aVF"), ("I", "II"), "I, II"),
        (("II", "V5"), ("II", "V5"), "II"),
        (LEADS[6:], LEADS[6:], "V1-V6"),
    ],
)
def test_validity_is_that_of_the_largest_measured_set(
    reader, record, leads, seen, measured_on
):
    fewer = reader.read(only(record, *leads)).fewer_leads
    assert (fewer.leads, fewer.measured_on) == (seen, measured_on)
    measured = reader.fewer.sets[measured_on]
    for score in fewer.scores:
        assert score.threshold == measured.calibration.thresholds[0]
        assert score.auroc == measured.labels[0]["auroc"]
        assert score.validated == (score.code != "AFIB")
        assert score.positive == (score.probability >= score.threshold)


def test_what_the_missing_lead_held_changes_nothing(reader, record):
    other = record.signal.copy()
    other[LEADS.index("V3")] = -2
    kept = [lead for lead in LEADS if lead != "V3"]
    first = reader.read(only(record, *kept))
    again = reader.read(only(replace(record, signal=other), *kept))
    assert first == again


@pytest.mark.parametrize(
    "change",
    [
        lambda r: only(r, "III"),
        lambda r: replace(only(r, "I"), signal=only(r, "I").signal[:, :3000]),
        lambda r: replace(only(r, "I", "V1"), is_staggered=True),
        lambda r: replace(only(r, "I"), age=5.0),
    ],
    ids=["no independent lead", "too short", "one after the other", "a child"],
)
def test_other_reasons_leave_no_block(reader, record, change):
    reading = reader.read(change(record))
    assert reading.quality.verdict == "refuse"
    assert reading.fewer_leads is None


def test_without_the_networks_there_is_no_block(tiny_model, record):
    reading = Reader(load_bundle(tiny_model)).read(only(record, "I"))
    assert reading.quality.measured_only
    assert reading.fewer_leads is None


def test_block_survives_json_and_is_null_where_there_is_none(reader, record):
    for given in (record, only(record, "I", "II")):
        reading = reader.read(given)
        values = json.loads(to_json(reading_to_dict(reading)))
        assert (values["fewer_leads"] is None) == (reading.fewer_leads is None)
        assert reading_from_dict(values) == reading


def test_estimated_leads_are_drawn_only_where_leads_are_missing(record):
    fewer = tiny_fewer_leads()
    given = only(record, "I", "II", "V1")
    before = given.signal.copy()
    made = estimate_missing(fewer, given, 0.0)
    assert made.leads == ("V2", "V3", "V4", "V5", "V6")
    assert np.array_equal(given.signal, before, equal_nan=True)
    there = [LEADS.index(lead) for lead in (*LEADS[:6], "V1")]
    assert np.array_equal(made.record.signal[there], given.signal[there])
    assert np.isfinite(made.record.signal).mean() > 0.99


@pytest.mark.parametrize(
    "leads", [("I",), LEADS[6:], LEADS, ("I", "V1", "V2")], ids=" ".join
)
def test_nothing_is_estimated_without_both_limb_leads_or_need(record, leads):
    given = only(record, *leads)
    made = estimate_missing(tiny_fewer_leads(), given, 0.0)
    assert made.leads == ()
    assert made.record is given
    assert estimate_missing(None, only(record, "I", "II"), 0.0).leads == ()
