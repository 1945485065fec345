"""The flow for one record: scores for a good one, none for a refused one."""

import inspect
import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.delineator import Installed
from ecgkt.measure.beat_features import FEATURES
from ecgkt.measure.measured_values import VALUES
from ecgkt.models.lab_shift import Shifts
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.scores import model_calls
from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.simulate.example import simulate_example
from ecgkt.types.reading import LabScore
from ecgkt.vocab.statements import CODES, DIAGNOSES, SUPERCLASSES
from tests.builders.planted_waves import MASK_FS, planted


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model))


class InventedHeads:
    """Two heads of an invented formula; their figures are no measurements."""

    def __init__(self):
        potassium = SimpleNamespace(
            name="Potassium",
            direction="high",
            threshold=0.5,
            auroc=0.6,
            auroc_ci=(0.55, 0.65),
            n_patients=29,
            readable=True,
            flagged_of_normal=0.03,
            taught_by="patients",
            reference_range=(3.3, 5.1),
            unit="mEq/L",
        )
        foreign = SimpleNamespace(**{**vars(potassium), "name": "A lab of elsewhere"})
        self.targets = (potassium, foreign)
        self.asked = []

    def probabilities(self, embedding, features):
        self.asked.append((embedding, features))
        return np.array([[0.75, 0.25]])

    def shifts(self, embedding, features):
        ratio = np.array([[2.5, 0.25]])
        return Shifts(ratio, ratio / 2, 2 * ratio, np.array([[90.0, 5.0]]))


def test_every_statement_and_superclass_is_scored(reader, record):
    reading = reader.read(record, file="a.hea")
    assert tuple(score.code for score in reading.diagnoses) == CODES
    assert tuple(score.code for score in reading.superclasses) == tuple(SUPERCLASSES)
    assert reading.file == "a.hea"
    assert reading.model == reader.bundle.identity


def test_score_carries_its_measured_validity(reader, record):
    card = {one["code"]: one for one in reader.bundle.card["labels"]}
    for score, diagnosis in zip(reader.read(record).diagnoses, DIAGNOSES, strict=True):
        assert score.auroc == card[score.code]["auroc"]
        assert list(score.auroc_ci) == card[score.code]["auroc_ci"]
        assert score.validated == card[score.code]["validated"]
        assert score.positive == (score.probability >= score.threshold)
        assert (score.name, score.group) == (diagnosis.name, diagnosis.group)


def test_statement_and_superclass_of_one_name_keep_their_own_figures(reader, record):
    reading, card = reader.read(record), reader.bundle.card
    statement = next(score for score in reading.diagnoses if score.code == "NORM")
    assert statement.auroc == card["labels"][CODES.index("NORM")]["auroc"]
    assert reading.superclasses[0].auroc == card["superclasses"][0]["auroc"]
    assert statement.auroc != reading.superclasses[0].auroc


def test_refused_record_has_empty_lists(reader, record):
    short = replace(record, signal=record.signal[:, : int(2 * record.fs)])
    reading = reader.read(short)
    assert reading.quality.verdict == "refuse"
    assert not reading.quality.measured_only
    assert reading.quality.reasons
    assert reading.diagnoses == ()
    assert reading.superclasses == ()
    assert (reading.measurements, reading.findings, reading.trace) == ({}, (), None)


def test_reading_twice_gives_the_same(reader, record):
    assert reader.read(record) == reader.read(record)


def test_scores_ignore_what_lies_beyond_the_window(reader, record):
    longer = np.concatenate([record.signal, -record.signal], axis=1)
    scores = reader.read(replace(record, signal=longer)).diagnoses
    assert scores == reader.read(record).diagnoses


def test_order_of_leads_in_the_model_is_that_of_the_record(reader, record):
    swapped = record.signal.copy()
    swapped[[6, 11]] = swapped[[11, 6]]
    ours = [score.probability for score in reader.read(record).diagnoses]
    other = [
        s.probability for s in reader.read(replace(record, signal=swapped)).diagnoses
    ]
    assert not np.allclose(ours, other)


def test_reading_takes_nothing_but_the_ecg():
    parameters = list(inspect.signature(Reader.read).parameters)
    assert parameters == ["self", "record", "file", "start_s", "is_adapted"]


def test_card_without_a_statement_is_refused(tiny_model):
    bundle = load_bundle(tiny_model)
    card = {**bundle.card, "labels": bundle.card["labels"][1:]}
    with pytest.raises(KeyError, match="the card lacks"):
        Reader(replace(bundle, card=card))


def test_labs_are_estimated_from_embedding_and_beats_of_the_same_ecg(reader, record):
    heads = InventedHeads()
    labs = Reader(reader.bundle, heads).read(record).labs
    ((embedding, features),) = heads.asked
    assert embedding.shape == (1, sum(reader.bundle.model.encoder.widths))
    assert features.shape == (1, len(VALUES))
    assert VALUES[: len(FEATURES)] == FEATURES
    assert features[0][FEATURES.index("heart_rate_bpm")] == pytest.approx(70, abs=15)
    assert labs[0] == LabScore(
        code="2823-3",
        name="Potassium",
        direction="high",
        probability=0.75,
        auroc=0.6,
        auroc_ci=(0.55, 0.65),
        threshold=0.5,
        positive=True,
        likelihood_ratio=2.5,
        likelihood_ratio_ci=(1.25, 5.0),
        percentile=90.0,
        flagged=True,
        flagged_of_normal=0.03,
        n_patients=29,
        readable=True,
        taught_by="patients",
        reference_range=(3.3, 5.1),
        unit="mEq/L",
    )
    assert (labs[1].code, labs[1].positive, labs[1].flagged) == (None, False, False)
    assert labs[1].speaks_against


@pytest.mark.parametrize("change", [{"readable": False}, {"taught_by": "simulation"}])
def test_nothing_is_flagged_or_spoken_against_that_is_not_shown(reader, record, change):
    heads = InventedHeads()
    for target in heads.targets:
        vars(target).update(change)
    labs = Reader(reader.bundle, heads).read(record).labs
    assert not any(lab.flagged or lab.speaks_against for lab in labs)


def test_model_without_heads_estimates_no_labs(reader, record):
    assert reader.read(record).labs == ()


def test_refused_record_has_no_labs(reader, record):
    heads = InventedHeads()
    short = replace(record, signal=record.signal[:, : int(4 * record.fs)])
    assert Reader(reader.bundle, heads).read(short).labs == ()
    assert not heads.asked


def test_heads_do_not_change_the_diagnoses(reader, record):
    with_heads = Reader(reader.bundle, InventedHeads()).read(record)
    assert with_heads.diagnoses == reader.read(record).diagnoses


class ExactMasks:
    """A delineator that knows the truth, and notes what it is given."""

    mask_fs = MASK_FS

    def __init__(self, masks):
        self.masks, self.asked = masks, []

    def __call__(self, signal, fs, rows):
        self.asked.append((signal, fs))
        return self.masks(signal, fs, rows)


def test_samples_as_recorded_are_measured_and_not_the_model_s_input(reader):
    record, masks, planted_in = planted("lbbb", fs=1000.0)
    exact = ExactMasks(masks)
    reading = Reader(reader.bundle, None, Installed(exact)).read(record)
    ((signal, fs),) = exact.asked
    assert fs == 1000.0
    assert np.array_equal(signal, record.signal)
    qrs = reading.measurements["qrs_ms"]
    assert qrs.value == pytest.approx(1000 * planted_in.qrs, abs=10)
    assert "qrs_lbbb" in {one.code for one in reading.findings}
    assert len(reading.trace.beats) == qrs.n_beats


def test_without_delineator_only_durations_are_missing(reader, record):
    reading = reader.read(record)
    assert reading.measurements["qt_ms"].reason == "no delineator is installed"
    assert reading.measurements["heart_rate_bpm"].state == "measured"
    assert reading.trace.beats == ()
    assert reading.trace.typical_beat.signal.shape[0] == 12


def test_window_that_is_scored_is_the_one_that_is_measured(reader, record):
    longer = simulate_example("normal", seed=7, duration=30.0)
    ten = replace(longer, signal=longer.signal[:, :5000])
    found, alone = reader.read(longer), reader.read(ten)
    assert changed_by(found, alone) == {"rmssd_ms", "sdnn_ms", "pnn50_percent"}
    assert found.diagnoses == alone.diagnoses
    assert max(found.trace.r_peaks) > 29
    assert any("0.0–10.0 s of 30.0 s" in one for one in found.record.warnings)


def changed_by(found, other):
    return {
        name
        for name, value in found.measurements.items()
        if value != other.measurements[name]
    }


def test_chosen_window_is_read_like_a_recording_of_its_own(reader):
    longer = simulate_example("normal", seed=7, duration=30.0)
    found = reader.read(longer, start_s=12.4)
    alone = reader.read(longer.stretch(12.4, 10.0))
    assert (found.record.start_s, found.record.start_reason) == (12.4, "")
    assert (found.record.duration_s, alone.record.duration_s) == (30.0, 10.0)
    assert changed_by(found, alone) == {"rmssd_ms", "sdnn_ms", "pnn50_percent"}
    assert found.diagnoses == alone.diagnoses
    assert [one.code for one in found.findings] == [o.code for o in alone.findings]
    assert any("12.4–22.4 s of 30.0 s" in one for one in found.record.warnings)
    for here, there in zip(found.findings, alone.findings, strict=True):
        for (lead, *seconds), (same, *earlier) in zip(
            here.spans, there.spans, strict=True
        ):
            assert lead == same
            assert seconds == pytest.approx([12.4 + one for one in earlier], abs=1e-3)
    inside = [peak for peak in found.trace.r_peaks if 12.9 < peak < 21.9]
    moved = [12.4 + peak for peak in alone.trace.r_peaks if 0.5 < peak < 9.5]
    assert inside == pytest.approx(moved, abs=1e-3)


def test_minute_has_a_variability_and_every_beat(reader):
    minute = simulate_example("normal", seed=7, duration=65.0)
    found = reader.read(minute)
    rate = found.measurements["heart_rate_bpm"].value
    assert len(found.trace.r_peaks) == pytest.approx(65 * rate / 60, rel=0.15)
    for name in ("rmssd_ms", "sdnn_ms"):
        assert 0 < found.measurements[name].value < 200
        assert "the standard is 5 min" in found.measurements[name].note


def test_warned_record_is_measured_and_says_what_its_flat_lead_hides(reader, record):
    signal = record.signal.copy()
    signal[6] = 0.0
    reading = reader.read(replace(record, signal=signal))
    assert reading.quality.verdict == "warn"
    assert reading.measurements["st_v1_mv"].reason == "flat line"
    assert reading.measurements["axis_degrees"].state == "measured"


def test_model_s_scores_are_compared_with_what_is_measured(reader, record):
    scores = reader.read(record).diagnoses

    def said(**changes):
        return model_calls([replace(scores[0], code="SR", **changes)])

    sure = {"validated": True, "threshold": 0.4}
    assert said(**sure, positive=True, probability=0.5).positive == {"SR"}
    assert said(**sure, positive=False, probability=0.1).rejected == {"SR"}
    for unsure in (
        {**sure, "positive": False, "probability": 0.3},
        {**sure, "positive": True, "probability": 0.5, "validated": False},
        {**sure, "positive": False, "probability": 0.1, "validated": False},
    ):
        assert said(**unsure) == (frozenset(), frozenset())


def test_reading_s_measurements_survive_strict_json(reader, record):
    reading = reader.read(record)
    text = json.dumps(reading_to_dict(reading), allow_nan=False)
    assert reading_from_dict(json.loads(text)) == reading
