"""The sentence, its parts by source, and what is never said."""

import re

import pytest

from ecgkt.report.impression.impression import impression_of
from ecgkt.simulate.example import EXAMPLES
from ecgkt.types.measurements import not_measurable
from ecgkt.types.reading import Quality
from ecgkt.vocab.clauses import SLOTS
from ecgkt.vocab.findings import FINDINGS, number_text
from ecgkt.vocab.statements import CODES
from tests.builders.readings import planted_reading

NUMBER = re.compile(r"(?<![A-Za-z\d.])−?\d+(?:\.\d+)?")


def said(*args, **choices):
    return impression_of(planted_reading(*args, **choices))


def sources(impression):
    return {chip.text.partition(":")[0]: chip.source for chip in impression.chips}


def test_normal_ecg_in_few_words():
    found = said(called=("SR", "NORM"))
    assert found.sentence == "Sinus rhythm, 68/min; normal ECG."
    assert sources(found) == {"Sinus rhythm": "both", "Normal ECG": "model"}
    assert found.critical == ()


def test_parts_stand_in_the_order_of_a_report():
    found = said(
        called=("SR", "CRBBB", "LVH", "IMI", "ISC_", "LNGQT"),
        qrs_ms=140.0,
        terminal_v1_mv=0.3,
        terminal_v6_mv=-0.2,
        axis_degrees=120.0,
        sokolow_lyon_mv=4.0,
        qtc_fridericia_ms=490.0,
    )
    words = ("Sinus", "right bundle", "axis", "hypertrophy", "infarction", "QTc")
    places = [found.sentence.index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_is_a_measured_one(name):
    reading = planted_reading(name, called=("SR",))
    printed = {
        number_text(key, measured.value)
        for key, measured in reading.measurements.items()
        if measured.value is not None
    }
    numbers = NUMBER.findall(impression_of(reading).sentence)
    assert numbers
    assert set(numbers) <= printed


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"heart_rate_bpm": 52.0}, "Sinus bradycardia, 52/min"),
        ({"heart_rate_bpm": 118.0}, "Sinus tachycardia, 118/min"),
        ({"pr_ms": 220.0}, "first-degree AV block, PR 220 ms"),
        ({"pr_ms": 100.0}, "short PR, 100 ms"),
        ({"qrs_ms": 125.0}, "intraventricular conduction delay, QRS 125 ms"),
        ({"qrs_ms": 112.0}, "QRS at the upper limit, 112 ms"),
        ({"qtc_fridericia_ms": 481.0}, "prolonged QTc, 481 ms"),
        ({"qtc_fridericia_ms": 380.0}, "short QTc, 380 ms"),
        ({"axis_degrees": -50.0}, "marked left axis deviation, −50°"),
        (
            {"st_ii_mv": 0.2, "st_avf_mv": 0.15},
            "ST elevation in II, aVF up to 0.20 mV",
        ),
    ],
)
@pytest.mark.parametrize("called", [(), ("SR", "NORM")])
def test_what_was_measured_is_named_whatever_the_model_says(values, words, called):
    assert words in said(called=called, **values).sentence


def test_model_alone_is_possible_and_not_validated_is_a_chip_only():
    found = said(called=("SR", "ASMI"), unsure=("DIG",))
    assert "possible anteroseptal infarction" in found.sentence
    assert "digitalis" not in found.sentence
    (chip,) = [chip for chip in found.chips if "DIG" in chip.codes]
    assert "likely, not validated" in chip.text
    assert chip.source == "model"


def test_not_validated_but_measured_is_said():
    found = said(called=("SR",), unsure=("LNGQT",), qtc_fridericia_ms=520.0)
    assert "prolonged QTc, 520 ms" in found.sentence
    assert sources(found)["Prolonged QTc"] == "both"


def test_measurement_overrules_the_model():
    found = said(called=("SR", "CRBBB", "AFIB"))
    assert "bundle" not in found.sentence
    assert "fibrillation" not in found.sentence
    assert sources(found)["Complete right bundle branch block"] == "disagree"
    assert sources(found)["Atrial fibrillation"] == "disagree"


def test_definition_that_the_model_denies_is_said_as_a_disagreement():
    found = said("lbbb", called=("SR",), denied=("CLBBB",))
    assert "complete left bundle branch block" in found.sentence
    assert sources(found)["Complete left bundle branch block"] == "disagree"


def test_fibrillation_of_both_carries_the_rate_and_how_fast_it_is():
    found = said("af", called=("AFIB",))
    assert found.sentence.startswith("Atrial fibrillation, ")
    assert found.chips[0].source == "both"
    fast = said("af", called=("AFIB",), heart_rate_bpm=130.0)
    assert "with fast ventricular rate, 130/min" in fast.sentence
    alone = said("af")
    assert alone.sentence.startswith("Irregular rhythm without P waves, ")


@pytest.mark.parametrize(
    "values",
    [
        {"qrs_ms": 140.0},
        {"qtc_fridericia_ms": 470.0},
        {"st_ii_mv": 0.2, "st_avf_mv": 0.15},
        {"st_v2_mv": 0.3, "st_v3_mv": 0.3},
        {"heart_rate_bpm": 35.0},
    ],
)
def test_normal_is_never_said_against_a_measurement(values):
    found = said(called=("SR", "NORM"), **values)
    assert "normal" not in found.sentence
    assert sources(found)["Normal ECG"] == "disagree"


def test_small_deviation_leaves_an_otherwise_normal_ecg():
    found = said(called=("SR", "NORM"), qtc_fridericia_ms=385.0)
    assert found.sentence.endswith("short QTc, 385 ms; otherwise normal ECG.")


def test_quiet_ecg_that_the_model_does_not_call_normal():
    assert said(called=("SR",)).sentence.endswith(
        "nothing beyond normal limits measured."
    )


def test_refused_recording_says_why():
    reading = planted_reading(
        quality=Quality(verdict="refuse", reasons=("Too short.", "Flat."))
    )
    found = impression_of(
        reading.__class__(
            file="a",
            record=reading.record,
            quality=reading.quality,
            model=reading.model,
        )
    )
    assert found.sentence == "Not read. Too short."
    assert found.chips == ()


def test_unknown_measurements_make_a_sentence_all_the_same():
    unknown = dict.fromkeys(planted_reading().measurements, not_measurable("a test"))
    found = said(called=("SR", "NORM"), **unknown)
    first, *_ = found.sentence.split("; ")
    assert first == "Possible sinus rhythm, rate not measurable"


def test_rows_name_statements_and_findings_that_exist_and_no_finding_twice():
    rows = [row for slot in SLOTS for row in slot]
    assert {code for row in rows for code in row.statements} <= set(CODES)
    findings = [code for row in rows for code in row.findings]
    assert set(findings) <= set(FINDINGS)
    assert len(findings) == len(set(findings))


def test_every_abnormal_finding_has_a_clause():
    with_rows = {code for slot in SLOTS for row in slot for code in row.findings}
    of_rhythm = {
        "paced", "spikes_seen", "bradycardia", "sinus_bradycardia", "tachycardia",
        "sinus_tachycardia", "irregular_without_p", "irregular", "p_absent",
        "irregular_ectopic", "irregular_dropped", "sinus_arrhythmia",
    }  # fmt: skip
    explained = {"st_t_secondary", "pr_unsure", "qrs_unsure", "qtc_unsure"}
    abnormal = {code for code, kind in FINDINGS.items() if not kind.is_normal}
    assert abnormal <= with_rows | of_rhythm | explained


def test_every_statement_has_a_clause():
    with_rows = {code for slot in SLOTS for row in slot for code in row.statements}
    of_rhythm = {
        "SR",
        "SBRAD",
        "STACH",
        "SARRH",
        "AFIB",
        "AFLT",
        "SVTAC",
        "PSVT",
        "SVARR",
        "PACE",
    }
    of_form = {"NORM", "ABQRS"}
    ectopy = {"PVC", "PAC", "PRC(S)", "BIGU", "TRIGU"}
    assert set(CODES) == with_rows | of_rhythm | of_form | ectopy


def test_fibrillation_of_the_model_alone_carries_the_measured_rate():
    values = {"p_beats_percent": 60.0, "heart_rate_bpm": 130.0}
    values |= {"rr_variation_percent": 8.0, "rr_steps_percent": 8.0}
    found = said(called=("AFIB",), **values)
    assert "possible atrial fibrillation" in found.sentence.lower()
    assert "130/min" in found.sentence
