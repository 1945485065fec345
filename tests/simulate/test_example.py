"""Each example is, by the published rules, what its title claims."""

import numpy as np
import pytest

from ecgkt.simulate.example import (
    EXAMPLES,
    PHYSIOLOGY,
    plan_beats,
    simulate_example,
)
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.leads import LEADS

SEEDS = (0, 1, 2)
BEFORE, AFTER = 150, 330
"""Samples of a mean beat before and after its QRS onset, at 500 Hz."""


def mean_beat(name, seed=0, kinds=("sinus", "fibrillation")):
    """Average an example's beats at their true onsets, isoelectric before the QRS."""
    signal = simulate_example(name, seed=seed).signal
    onsets = [
        round(beat.onset * 500)
        for beat in plan_beats(name, seed=seed, duration=10.0)
        if beat.kind in kinds and 0.3 < beat.onset < 9.3
    ]
    beat = np.mean([signal[:, at - BEFORE : at + AFTER] for at in onsets], axis=0)
    beat -= beat[:, BEFORE - 10 : BEFORE].mean(axis=1, keepdims=True)
    return dict(zip(LEADS, beat, strict=True))


def span(beat, begin_ms, end_ms):
    """Cut all leads from begin to end, in ms from QRS onset."""
    begin, end = (BEFORE + round(ms / 2) for ms in (begin_ms, end_ms))
    return {lead: trace[begin:end] for lead, trace in beat.items()}


def qrs_ms(beat):
    """Time during which the spatial velocity exceeds 10 % of its peak."""
    window = np.stack(list(span(beat, -40, 180).values()))
    velocity = np.sqrt((np.gradient(window, axis=1) ** 2).sum(axis=0))
    velocity = np.convolve(velocity, np.ones(3) / 3, mode="same")
    active = np.nonzero(velocity > 0.10 * velocity.max())[0]
    return 2 * (active[-1] - active[0])


def qtc_ms(name, seed):
    """Tangent method in V5, corrected by Fridericia."""
    trace = mean_beat(name, seed)["V5"]
    peak = BEFORE + 80 + np.abs(trace[BEFORE + 80 : BEFORE + 280]).argmax()
    slope = np.gradient(trace)
    steepest = peak + np.abs(slope[peak : peak + 50]).argmax()
    end = steepest - trace[steepest] / slope[steepest]
    return 2 * (end - BEFORE) / (60 / PHYSIOLOGY[name].rate) ** (1 / 3)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_says_that_it_is_simulated(name):
    record = simulate_example(name)
    assert record.record_id == f"simulated-{name}"
    assert record.format == "simulated"
    assert SIMULATED in record.warnings
    assert 18 <= record.age <= 90
    assert record.signal.shape == (12, 5000)
    assert np.isfinite(record.signal).all()


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("fs", [100.0, 257.0, 500.0, 1000.0])
def test_einthoven_holds_at_every_rate(name, fs):
    lead = dict(zip(LEADS, simulate_example(name, fs=fs).signal, strict=True))
    np.testing.assert_allclose(lead["I"] + lead["III"], lead["II"], atol=1e-6)
    np.testing.assert_allclose(lead["aVR"] + lead["aVL"] + lead["aVF"], 0, atol=1e-6)


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not():
    first, again, other = (simulate_example("af", seed=seed) for seed in (4, 4, 5))
    assert first.signal.tobytes() == again.signal.tobytes()
    assert first.signal.tobytes() != other.signal.tobytes()


def test_the_heart_is_the_same_at_every_rate():
    fast, slow = (simulate_example("normal", fs=fs).signal for fs in (500.0, 100.0))
    difference = fast[:, ::5] - slow
    assert np.sqrt(np.mean(difference**2)) < 0.05


def test_length_follows_rate_and_duration():
    assert simulate_example("pvc", fs=250, duration=7.5).n_samples == 1875


@pytest.mark.parametrize("seed", SEEDS)
def test_normal_is_normal(seed):
    beat = mean_beat("normal", seed)
    assert 70 <= qrs_ms(beat) <= 100
    assert 340 < qtc_ms("normal", seed) < 440
    p, qrs, t = span(beat, -160, -50), span(beat, 0, 90), span(beat, 200, 400)
    assert 0.08 < p["II"].max() < 0.25
    assert all(qrs[lead].max() > -qrs[lead].min() for lead in ("I", "II", "V5", "V6"))
    assert -qrs["V1"].min() + max(qrs["V5"].max(), qrs["V6"].max()) < 3.5
    upright = ("I", "II", "aVF", "V2", "V3", "V4", "V5", "V6")
    assert all(t[lead].max() > 0.1 for lead in upright)
    assert t["aVR"].min() < -0.1
    # R grows from V1 to V4, and its transition lies between V2 and V4.
    assert np.all(np.diff([qrs[f"V{place}"].max() for place in (1, 2, 3, 4)]) > 0)
    assert qrs["V2"].max() < -qrs["V2"].min()
    assert qrs["V4"].max() > -qrs["V4"].min()


@pytest.mark.parametrize("seed", SEEDS)
def test_af_has_irregular_beats_f_waves_and_no_p(seed):
    beats = [b for b in plan_beats("af", seed=seed, duration=10.0) if 0 < b.onset < 10]
    assert not [wave for beat in beats for wave in beat.waves if wave.name == "P"]
    rr = np.diff([beat.onset for beat in beats])
    assert rr.std() / rr.mean() > 0.1
    # Their phase is free of the QRS: fluctuation before it, seen beat by beat.
    fluctuation = {}
    for name in ("af", "normal"):
        signal = simulate_example(name, seed=seed).signal[LEADS.index("V1")]
        onsets = [b.onset for b in plan_beats(name, seed=seed, duration=10.0)]
        before = [
            signal[round(t * 500) - 75 : round(t * 500)] for t in onsets if 1 < t < 9
        ]
        fluctuation[name] = np.std(np.array(before) - np.mean(before, axis=0))
    assert fluctuation["af"] > 2 * fluctuation["normal"]


@pytest.mark.parametrize("seed", SEEDS)
def test_lbbb_meets_its_criteria(seed):
    beat = mean_beat("lbbb", seed)
    qrs, t = span(beat, 0, 160), span(beat, 220, 420)
    assert qrs_ms(beat) > 120
    assert qrs["V1"].sum() < 0
    assert -qrs["V1"].min() > 4 * qrs["V1"][:40].max()
    for lead in ("I", "V5", "V6"):
        assert qrs[lead].max() > 0.3
        assert qrs[lead][:20].min() > -0.05  # no septal q
        assert t[lead].min() < -0.1  # discordant
    assert t["V1"].max() > 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_rbbb_meets_its_criteria(seed):
    beat = mean_beat("rbbb", seed)
    qrs, t = span(beat, 0, 145), span(beat, 220, 420)
    assert qrs_ms(beat) > 120
    late = slice(30, None)
    assert qrs["V1"][late].max() > max(0.3, qrs["V1"][:20].max())  # rsR'
    assert qrs["V1"][late].min() > -0.1
    for lead in ("I", "V6"):
        assert qrs[lead][late].min() < -0.1  # broad S
    assert t["V1"].min() < -0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_lvh_meets_sokolow_and_has_strain(seed):
    beat = mean_beat("lvh", seed)
    qrs, t = span(beat, 0, 100), span(beat, 200, 400)
    assert -qrs["V1"].min() + max(qrs["V5"].max(), qrs["V6"].max()) >= 3.5
    assert qrs_ms(beat) < 120
    assert all(t[lead].min() < -0.1 for lead in ("I", "V5", "V6"))


@pytest.mark.parametrize("seed", SEEDS)
def test_inferior_ste_is_inferior_with_reciprocal_depression(seed):
    beat = mean_beat("inferior-ste", seed)
    j_point = {lead: trace.mean() for lead, trace in span(beat, 100, 140).items()}
    assert all(j_point[lead] > 0.1 for lead in ("II", "III", "aVF"))
    assert j_point["III"] > j_point["II"]
    assert j_point["aVL"] < -0.1
    assert j_point["I"] < -0.03
    assert span(beat, 0, 40)["III"].min() < -0.1  # Q wave


@pytest.mark.parametrize("seed", SEEDS)
def test_long_qt_is_long_and_asked_for(seed):
    # The tangent cuts T's tail: it ends half a sigma (20-30 ms) before the wave does.
    assert 470 < qtc_ms("long-qt", seed) < 540
    assert qtc_ms("long-qt", seed) > qtc_ms("normal", seed) + 90


@pytest.mark.parametrize("seed", SEEDS)
def test_pvcs_are_early_wide_and_without_p(seed):
    beats = plan_beats("pvc", seed=seed, duration=10.0)
    kinds = [beat.kind for beat in beats]
    inside = [beat for beat in beats if beat.kind == "pvc" and 0.5 < beat.onset < 9.3]
    assert len(inside) >= 2
    place = kinds.index("pvc")
    before, pvc, blocked, after = beats[place - 1 : place + 3]
    assert (before.kind, blocked.kind, after.kind) == ("sinus", "blocked", "sinus")
    sinus = [b.onset for b in beats if b.kind in ("sinus", "blocked")]
    assert pvc.onset - before.onset < 0.7 * np.diff(sinus).mean()
    assert after.onset - before.onset == pytest.approx(
        2 * np.diff(sinus).mean(), rel=0.1
    )
    assert not [wave for wave in pvc.waves if wave.name == "P"]
    premature = mean_beat("pvc", seed, kinds=("pvc",))
    assert qrs_ms(premature) > 120 > qrs_ms(mean_beat("pvc", seed))
    assert span(premature, 200, 400)["II"].min() < -0.2  # discordant T


def test_unknown_example_names_the_known_ones():
    with pytest.raises(ValueError, match=r"no example 'wpw'; choose one of normal, af"):
        simulate_example("wpw")


@pytest.mark.parametrize(("fs", "duration"), [(0, 10), (500, 0), (-1, 10)])
def test_nothing_to_render_is_refused(fs, duration):
    with pytest.raises(ValueError, match="expected fs and duration above 0"):
        simulate_example("normal", fs=fs, duration=duration)
