"""Every rule on planted ECGs and values; every number in a text is a measured one."""

import re
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.measure.findings.findings import (
    ModelCalls,
    disagreements,
    find_findings,
)
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.simulate.example import EXAMPLES
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.vocab.findings import FINDINGS, number_text
from tests.builders.planted_waves import MASK_FS, planted

NUMBER = re.compile(r"(?<![A-Za-z\d.])−?\d+(?:\.\d+)?")
PLANTED = {
    "normal": set(),
    "af": {"irregular_without_p"},
    "lbbb": {"qrs_lbbb"},
    "rbbb": {"qrs_rbbb"},
    "lvh": {"sokolow_lyon", "t_down_lateral", "st_down_lateral"},
    "inferior-ste": {"st_up_inferior", "st_down_lateral", "q_inferior"},
    "long-qt": {"qtc_long"},
    "pvc": {"irregular_ectopic", "wide_premature"},
}


@pytest.fixture(scope="module")
def measured():
    """Give each example's measurements, by exact masks."""
    found = {}
    for name in EXAMPLES:
        record, masks, _ = planted(name)
        found[name] = measure_ecg(record.signal, record.fs, masks, mask_fs=MASK_FS)
    return found


def changed(found, **values):
    """Return measurements of which some are others."""
    new = {
        name: one if isinstance(one, Measurement) else Measurement(value=one, n_beats=9)
        for name, one in values.items()
    }
    return replace(found, values={**found.values, **new})


def codes(found, said=None):
    return {one.code for one in find_findings(found, said or ModelCalls())}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_abnormality_is_found(measured, name):
    assert PLANTED[name] <= codes(measured[name])


def test_normal_heart_has_normal_findings_only(measured):
    assert all(FINDINGS[code].is_normal for code in codes(measured["normal"]))


@pytest.mark.parametrize("name", PLANTED)
def test_every_number_of_a_text_is_a_measured_one(measured, name):
    found = measured[name]
    printed = {
        number_text(key, one.value)
        for key, one in found.values.items()
        if one.value is not None
    }
    printed |= {str(one.n_beats) for one in found.values.values()}
    for finding in find_findings(found):
        numbers = NUMBER.findall(finding.text)
        assert numbers, finding.text
        assert set(numbers) <= printed, finding.text


@pytest.mark.parametrize("name", PLANTED)
def test_finding_carries_value_range_source_and_spans(measured, name):
    found = measured[name]
    values = {one.value for one in found.values.values()}
    for one in find_findings(found):
        kind = FINDINGS[one.code]
        assert one.value in values
        assert one.normal_range == kind.normal
        assert one.source == kind.source
        assert one.spans
        for _lead, start, end in one.spans:
            assert 0 <= start < end <= 10
        if one.leads:
            assert {lead for lead, *_ in one.spans} == set(one.leads)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"heart_rate_bpm": 59.9}, "sinus_bradycardia"),
        ({"heart_rate_bpm": 60.0}, "rate_normal"),
        ({"heart_rate_bpm": 100.1}, "sinus_tachycardia"),
        ({"heart_rate_bpm": 130.0, "p_beats_percent": 0.0}, "tachycardia"),
        ({"heart_rate_bpm": 50.0, "p_beats_percent": 0.0}, "bradycardia"),
        ({"p_beats_percent": 20.0}, "p_absent"),
        ({"p_ms": 124.0}, "p_long"),
        ({"rr_variation_percent": 12.0, "p_beats_percent": 40.0}, "irregular"),
        (
            {
                "rr_variation_percent": 12.0,
                "rr_steps_percent": 12.0,
                "p_beats_percent": 20.0,
            },
            "irregular_without_p",
        ),
        ({"pr_ms": 200.5}, "pr_long"),
        ({"pr_ms": 119.0}, "pr_short"),
        ({"pr_ms": 120.0}, "pr_normal"),
        ({"qrs_ms": 109.0}, "qrs_normal"),
        ({"qrs_ms": 110.0}, "qrs_110"),
        ({"qrs_ms": 125.0, "terminal_v1_mv": 0.01}, "qrs_wide"),
        (
            {"qrs_ms": 125.0, "terminal_v1_mv": 0.3, "terminal_v6_mv": -0.2},
            "qrs_rbbb",
        ),
        ({"qtc_fridericia_ms": 449.0}, "qtc_normal"),
        ({"qtc_fridericia_ms": 455.0}, "qtc_long_in_men"),
        ({"qtc_fridericia_ms": 460.0}, "qtc_long"),
        ({"qtc_fridericia_ms": 380.0}, "qtc_short"),
        ({"axis_degrees": -31.0}, "axis_left"),
        ({"axis_degrees": -50.0}, "axis_marked_left"),
        ({"axis_degrees": 120.0}, "axis_right"),
        ({"axis_degrees": -120.0}, "axis_extreme"),
        ({"limb_voltage_mv": 0.4, "chest_voltage_mv": 0.9}, "low_voltage"),
        ({"sokolow_lyon_mv": 3.5}, "sokolow_lyon"),
        ({"cornell_mv": 2.1}, "cornell_in_women"),
        ({"cornell_mv": 2.9}, "cornell"),
        ({"st_v2_mv": 0.21, "st_v3_mv": 0.2}, "st_up_anterior"),
        ({"st_ii_mv": 0.1, "st_avf_mv": 0.1}, "st_up_inferior"),
        ({"st_v5_mv": -0.06, "st_v6_mv": -0.05}, "st_down_lateral"),
        ({"t_v3_mv": -0.2, "t_v4_mv": -0.1}, "t_down_anterior"),
        (
            {"q_v2_ms": 25.0, "q_v2_mv": 0.2, "q_v3_ms": 22.0, "q_v3_mv": 0.2},
            "q_anterior",
        ),
        (
            {"q_i_ms": 30.0, "q_i_mv": 0.1, "q_avl_ms": 32.0, "q_avl_mv": 0.3},
            "q_lateral",
        ),
    ],
)
def test_limits_are_where_they_are_published(measured, values, code):
    assert code in codes(changed(measured["normal"], **values))


@pytest.mark.parametrize(
    "values",
    [
        {"st_v2_mv": 0.19, "st_v3_mv": 0.19},
        {"st_ii_mv": 0.3},
        {"st_v1_mv": 0.3, "st_v4_mv": 0.3},
        {"t_avl_mv": -0.4, "t_iii_mv": -0.4, "t_v1_mv": -0.4},
        {"q_iii_ms": 60.0, "q_iii_mv": 0.4},
        {"limb_voltage_mv": 0.4},
        {"pr_ms": 250.0, "p_ms": 140.0, "p_beats_percent": 60.0},
    ],
)
def test_one_lead_alone_or_a_harmless_one_is_no_finding(measured, values):
    found = codes(changed(measured["normal"], **values))
    assert all(FINDINGS[code].is_normal for code in found)


def test_what_was_not_measured_is_no_finding(measured):
    found = measured["normal"]
    unknown = dict.fromkeys(found.values, not_measurable("for a test"))
    assert find_findings(replace(found, values=unknown)) == ()


def of_territories(found):
    return {c for c in codes(found) if c.startswith(("st_", "t_", "q_"))}


def test_left_block_explains_its_own_repolarisation_and_says_so(measured):
    assert of_territories(measured["lbbb"]) == {"st_t_secondary"}


def test_right_block_explains_st_and_t_of_v1_to_v3_alone(measured):
    wide = {"qrs_ms": 140.0, "terminal_v1_mv": 0.3, "terminal_v6_mv": -0.2}
    right = {"st_v1_mv": 0.3, "st_v2_mv": 0.3, "t_v2_mv": -0.4, "t_v3_mv": -0.4}
    inferior = {"st_ii_mv": 0.2, "st_avf_mv": 0.2}
    q = {"q_v2_ms": 25.0, "q_v2_mv": 0.2, "q_v3_ms": 22.0, "q_v3_mv": 0.2}
    found = changed(measured["normal"], **wide, **right, **inferior, **q)
    assert of_territories(found) == {"st_t_secondary", "st_up_inferior", "q_anterior"}


def test_st_that_makes_qrs_read_wide_is_still_judged(measured):
    found = changed(
        measured["normal"], qrs_ms=126.0, terminal_v1_mv=0.1, st_v2_mv=0.5, st_v3_mv=0.5
    )
    (finding,) = [f for f in find_findings(found) if f.code == "st_up_anterior"]
    assert "QRS lasts 126 ms" in finding.text


@pytest.mark.parametrize(
    ("level", "lead", "is_found"),
    [
        (0.12, "v6", True),  # with a QRS that points up
        (0.08, "v6", False),
        (-0.12, "v2", True),  # falls with a QRS that points down
        (0.12, "v2", False),  # less than a quarter of S
        (2.0, "v2", True),
    ],
)
def test_infarction_shows_through_left_block(measured, level, lead, is_found):
    found = changed(measured["lbbb"], **{f"st_{lead}_mv": level})
    assert ("st_in_lbbb" in codes(found)) == is_found


def test_wide_qrs_says_how_much_of_qtc_is_its_own(measured):
    (finding,) = [
        f for f in find_findings(measured["lbbb"]) if f.code.startswith("qtc_")
    ]
    assert "JT of" in finding.text


def test_slow_record_without_masks_says_what_is_unknown():
    record, _masks, _ = planted("inferior-ste", fs=100.0)
    found = measure_ecg(record.signal, 100.0, None)
    findings = {one.code: one for one in find_findings(found)}
    assert "whether QRS is wide is not known" in findings["st_up_inferior"].text
    assert not {"qrs_normal", "pr_normal", "qtc_normal", "p_present"} & set(findings)
    assert findings["rate_normal"].beats >= 8


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("qrs_ms", 98.0, "qrs_normal"),
        ("qrs_ms", 100.0, "qrs_unsure"),
        ("qrs_ms", 130.0, "qrs_unsure"),
        ("qrs_ms", 132.0, "qrs_wide"),
        ("pr_ms", 205.0, "pr_unsure"),
        ("pr_ms", 212.0, "pr_long"),
        ("pr_ms", 160.0, "pr_normal"),
        ("qtc_fridericia_ms", 455.0, "qtc_unsure"),
        ("qtc_fridericia_ms", 480.0, "qtc_long"),
        ("qtc_fridericia_ms", 420.0, "qtc_normal"),
    ],
)
def test_duration_with_an_error_is_judged_only_beyond_it(measured, name, value, code):
    ecg = measured["normal"]
    one = replace(ecg.values[name], value=value, error_ms=11.0)
    found = find_findings(replace(ecg, values={**ecg.values, name: one}))
    (finding,) = [f for f in found if f.code.startswith(name.split("_")[0] + "_")]
    assert finding.code == code
    assert "± 11 ms" in finding.text
    assert ("too near a limit" in finding.text) == code.endswith("unsure")


def test_normal_qrs_contradicts_a_called_block(measured):
    said = ModelCalls(positive=frozenset({"CRBBB", "SR"}))
    first, *_ = find_findings(measured["normal"], said)
    assert (first.code, first.disagrees) == ("qrs_normal", ("CRBBB",))


def test_met_definition_disagrees_with_a_model_that_clearly_denies_it(measured):
    denied = ModelCalls(rejected=frozenset({"CLBBB", "NORM"}))
    found = {one.code: one for one in find_findings(measured["lbbb"], denied)}
    assert found["qrs_lbbb"].disagrees == ("CLBBB",)
    unsure = find_findings(measured["lbbb"], ModelCalls())
    assert not any(one.disagrees for one in unsure)


def test_model_that_calls_one_of_the_supported_statements_agrees(measured):
    (finding,) = [
        one
        for one in find_findings(changed(measured["normal"], pr_ms=220.0))
        if one.code == "pr_long"
    ]
    said = ModelCalls(positive=frozenset({"LPR"}), rejected=frozenset({"1AVB"}))
    assert disagreements(finding, said) == ()
    assert disagreements(finding, ModelCalls(rejected=frozenset({"1AVB"}))) == ("1AVB",)


def test_finding_that_defines_nothing_never_accuses_the_model_of_silence(measured):
    said = ModelCalls(rejected=frozenset({"LVH", "VCLVH"}))
    assert not any(one.disagrees for one in find_findings(measured["lvh"], said))


def test_paced_beats_are_said_and_their_intervals_not_judged(measured):
    record, masks, _ = planted("lbbb")
    signal = record.signal.copy()
    for beat in measured["lbbb"].beats:
        place = round((beat.qrs[0] - 0.01) * record.fs)
        signal[:, place : place + 1] += np.float32(2.0)
    found = measure_ecg(signal, record.fs, masks, mask_fs=MASK_FS)
    assert codes(found) == {"paced", "rate_normal"}
    assert "QRS" not in " ".join(one.text for one in find_findings(found))
