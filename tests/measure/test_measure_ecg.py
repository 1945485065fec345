"""From a recording and exact masks to every measurement with its state."""

import numpy as np
import pytest

from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.vocab.findings import LEAD_MEASURES, MEASURES
from ecgkt.vocab.leads import LEADS
from tests.builders.planted_waves import MASK_FS, planted


def measure(name, **choices):
    record, masks, physiology = planted(name, **choices)
    found = measure_ecg(record.signal, record.fs, masks, mask_fs=MASK_FS)
    return found, physiology


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"af", "pvc"}))
@pytest.mark.parametrize("fs", [250.0, 500.0, 1000.0])
def test_planted_intervals_are_measured(name, fs):
    found, planted_in = measure(name, fs=fs)
    values = found.values
    qt = 1000 * planted_in.qtc * (60 / planted_in.rate) ** (1 / 3)
    assert values["heart_rate_bpm"].value == pytest.approx(planted_in.rate, abs=2)
    assert values["pr_ms"].value == pytest.approx(1000 * planted_in.pr, abs=10)
    assert values["qrs_ms"].value == pytest.approx(1000 * planted_in.qrs, abs=10)
    assert values["qt_ms"].value == pytest.approx(qt, abs=20)
    assert values["qt_ms"].n_beats >= 8


def test_fibrillation_has_no_p_and_no_pr():
    found, _ = measure("af")
    for name in ("p_ms", "pr_ms"):
        assert found.values[name].state == "absent"
        assert "0 of" in found.values[name].reason
    assert found.values["qrs_ms"].state == "measured"
    assert "p_onset" not in found.median_beat.boundaries


def test_below_250_hz_durations_have_an_error_and_q_is_not_measurable():
    found, planted_in = measure("normal", fs=100.0)
    for name in ("p_ms", "pr_ms", "qrs_ms", "qt_ms", "jt_ms", "qtc_fridericia_ms"):
        one = found.values[name]
        assert one.error_ms >= 7.0
        assert one.note == "± is the error at 100 Hz"
    for name in ("pr", "qrs"):
        one = found.values[f"{name}_ms"]
        truth = 1000 * getattr(planted_in, name)
        assert one.value == pytest.approx(truth, abs=one.error_ms)
    assert found.values["q_v6_ms"].reason == "not measurable at this sampling rate"
    assert found.values["heart_rate_bpm"].error_ms is None
    for name in ("axis_degrees", "sokolow_lyon_mv", "cornell_mv", "st_v2_mv"):
        assert found.values[name].state == "measured"
    assert found.values["heart_rate_bpm"].value == pytest.approx(planted_in.rate, abs=2)
    assert found.median_beat.beat.shape[0] == 12


def test_amplitudes_hardly_depend_on_the_sampling_rate():
    fast, _ = measure("lvh", fs=1000.0)
    slow, _ = measure("lvh", fs=100.0)
    for name in ("sokolow_lyon_mv", "cornell_mv"):
        expected = pytest.approx(fast.values[name].value, rel=0.1)
        assert slow.values[name].value == expected
    assert slow.values["axis_degrees"].value == pytest.approx(
        fast.values["axis_degrees"].value, abs=8
    )


def test_hypertrophy_reaches_the_sokolow_lyon_limit_and_the_normal_heart_does_not():
    assert measure("lvh")[0].values["sokolow_lyon_mv"].value > 3.5
    assert measure("normal")[0].values["sokolow_lyon_mv"].value < 3.5


def test_elevated_st_is_found_in_the_inferior_leads():
    values = measure("inferior-ste")[0].values
    assert min(values[f"st_{lead}_mv"].value for lead in ("ii", "iii", "avf")) > 0.1
    assert values["st_avl_mv"].value < -0.05


def test_flat_lead_says_so_and_the_others_are_measured():
    flat = LEADS.index("V1")
    record, masks, planted_in = planted(
        "normal", rows=[row for row in range(12) if row != flat]
    )
    signal = record.signal.copy()
    signal[flat] = 0.4
    found = measure_ecg(signal, record.fs, masks, mask_fs=MASK_FS)
    assert found.delineation.reasons[flat] == "flat line"
    assert found.values["st_v1_mv"].reason == "flat line"
    assert found.values["sokolow_lyon_mv"].reason == "V1: flat line"
    assert np.isnan(found.median_beat.beat[flat]).all()
    assert found.values["qrs_ms"].value == pytest.approx(1000 * planted_in.qrs, abs=10)
    assert found.values["chest_voltage_mv"].reason == "V1: flat line"
    assert found.values["limb_voltage_mv"].state == "measured"


def test_paced_beats_have_a_rate_but_no_intervals():
    record, masks, _ = planted("lbbb")
    signal = record.signal.copy()
    rate = measure("lbbb")[0]
    for beat in rate.beats:
        place = round((beat.qrs[0] - 0.01) * record.fs)
        signal[:, place : place + 1] += 2.0
    found = measure_ecg(signal, record.fs, masks, mask_fs=MASK_FS)
    assert found.is_paced
    assert "pacing" in found.values["qrs_ms"].reason
    assert found.values["qtc_bazett_ms"].state == "not_measurable"
    assert found.values["heart_rate_bpm"].state == "measured"


def test_without_a_delineator_all_but_durations_is_measured():
    record, _masks, planted_in = planted("lvh")
    found = measure_ecg(record.signal, record.fs, None)
    for name in ("p_ms", "pr_ms", "qrs_ms", "qt_ms", "qtc_hodges_ms", "q_v3_ms"):
        assert found.values[name].state == "not_measurable"
        assert found.values[name].reason == "no delineator is installed"
    assert found.values["p_beats_percent"].state == "not_measurable"
    assert found.values["heart_rate_bpm"].value == pytest.approx(planted_in.rate, abs=2)
    for name in ("axis_degrees", "sokolow_lyon_mv", "st_v5_mv", "t_v5_mv"):
        assert found.values[name].state == "measured"
    assert found.median_beat is not None
    assert found.beats == ()


def test_another_reason_for_no_masks_is_given():
    record, *_ = planted("normal")
    found = measure_ecg(record.signal, record.fs, None, why_no_masks="not judged")
    assert found.values["qt_ms"].reason == "not judged"


def test_every_named_measure_has_a_value_or_a_reason():
    names = {*MEASURES}
    names |= {one.format(lead.lower()) for one in LEAD_MEASURES for lead in LEADS}
    for name, fs in (("normal", 500.0), ("af", 100.0)):
        record, masks, _ = planted(name, fs=fs)
        assert set(measure_ecg(record.signal, fs, masks, mask_fs=MASK_FS).values) == (
            names
        )
    flat = np.zeros((12, 5000), np.float32)
    assert set(measure_ecg(flat, 500.0, None).values) == names


def test_thirty_seconds_give_three_times_the_beats():
    record = simulate_example("normal", seed=3, duration=30.0)
    found = measure_ecg(record.signal, record.fs, None)
    assert found.values["heart_rate_bpm"].n_beats >= 31
    assert found.duration == 30.0


def test_spikes_cannot_be_told_at_a_low_rate():
    record, masks, _ = planted("normal", fs=250.0)
    found = measure_ecg(record.signal, 250.0, masks, mask_fs=MASK_FS)
    assert found.values["paced_beats_percent"].reason == (
        "pacing spikes are not seen below 450 Hz"
    )
    assert found.values["qrs_ms"].state == "measured"


def test_noise_alone_gives_states_and_no_error():
    rng = np.random.default_rng(0)
    signal = (0.05 * rng.standard_normal((12, 5000))).astype(np.float32)
    found = measure_ecg(
        signal, 500.0, lambda s, _fs, _rows: np.zeros((len(s), 3, 2500)), mask_fs=250.0
    )
    assert {one.state for one in found.values.values()} == {"not_measurable"}


def test_no_lead_at_all_gives_states_and_no_error():
    signal = np.full((12, 5000), np.nan, np.float32)
    found = measure_ecg(signal, 500.0, lambda s, _fs, _rows: s, mask_fs=250.0)
    assert {one.state for one in found.values.values()} == {"not_measurable"}
    assert found.values["st_i_mv"].reason != ""


def test_eight_leads_are_a_mistake():
    with pytest.raises(ValueError, match="12 leads"):
        measure_ecg(
            np.zeros((8, 5000), np.float32),
            500.0,
            lambda s, _fs, _rows: s,
            mask_fs=250.0,
        )
