"""Masks are exact: they give back the requested intervals, and find the cause."""

import numpy as np
import pytest

from ecgkt.simulate.beat_shape import plan_trains, qt_seconds
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.masks import draw_masks, save_masks, wave_masks
from ecgkt.simulate.patient import draw_patient, electrics_of, every_case
from ecgkt.simulate.physiology import NEUTRAL
from ecgkt.simulate.render_cohort import FS
from ecgkt.vocab.leads import LEADS


@pytest.fixture(scope="module")
def calm():
    """Return an ECG with every lever neutral."""
    _, case = next(every_case(draw_patient(1, 0)))
    person = case.body.person._replace(gains=(1.0, 1.0, 1.0), heart=0.0, renal=0.0)
    traits = person.traits._replace(rate=65.0, qtc=0.42, voltage=1.1, t_gain=1.2)
    person = person._replace(traits=traits)
    body = case.body._replace(person=person, illness=Illness(), **NEUTRAL)
    return changed(case._replace(body=body, has_ectopy=False))


def changed(case, **change):
    body = case.body._replace(**change)
    return case._replace(body=body, electrics=electrics_of(body, case.daily))


def masks_of(case):
    return draw_masks(case, np.random.default_rng(5))


def planted(case):
    rng = np.random.default_rng(5)
    (train,) = plan_trains(
        case.body, case.electrics, rng, duration=10.0, has_ectopy=False
    )
    return train


def borders(mask):
    """Return first and last samples of each run of a row, those cut off left out."""
    edges = np.flatnonzero(np.diff(mask.astype(int)))
    edges = edges[int(mask[0]) :]
    edges = edges[: len(edges) // 2 * 2]
    return edges[::2] + 1, edges[1::2]


def test_all_levers_neutral_have_no_cause(calm):
    assert set(masks_of(calm)) == {"P", "QRS", "T", "U"}


def test_masks_give_back_the_planted_intervals_within_the_cts_tolerance(calm):
    masks, electrics = masks_of(calm), calm.electrics
    found = {}
    for name in ("P", "QRS", "T"):
        starts, ends = borders(masks[name].any(axis=0))
        found[name] = starts[2:6] / FS, ends[2:6] / FS
    onsets = planted(calm).onsets

    def nearest(times):
        return np.array([times[np.abs(times - t).argmin()] for t in found["QRS"][0]])

    onset = nearest(onsets)
    assert np.abs(found["QRS"][0] - onset).max() < 0.006
    assert np.ptp(found["QRS"][1] - found["QRS"][0]) <= 0.004
    width = found["QRS"][1] - found["QRS"][0]
    assert width.mean() == pytest.approx(electrics.qrs, abs=0.006)
    starts, _ = borders(masks["P"].any(axis=0))
    pr = [t - max(s / FS for s in starts if s / FS < t) for t in onset]
    assert np.mean(pr) == pytest.approx(electrics.pr, abs=0.010)
    _, ends = borders(masks["T"].any(axis=0))
    qt = [min(e / FS for e in ends if e / FS > t) - t for t in onset]
    assert np.mean(qt) == pytest.approx(qt_seconds(electrics), abs=0.012)


def test_p_is_empty_in_fibrillation(calm):
    masks = masks_of(changed(calm, is_fibrillating=True))
    assert not masks["P"].any()
    assert masks["QRS"].any()
    cause = masks["cause_is_fibrillating"]
    assert cause[masks["QRS"]].all()


def test_potassium_changes_t_and_not_the_baseline(calm):
    masks = masks_of(changed(calm, potassium=6.5))
    cause = masks["cause_potassium"]
    v4 = LEADS.index("V4")
    assert cause[v4][masks["T"][v4]].mean() > 0.5
    beat = masks["P"] | masks["QRS"] | masks["T"] | masks["U"]
    far = ~beat.any(axis=0)
    assert cause[:, far].mean() < 0.1
    assert {name for name in masks if name.startswith("cause")} == {"cause_potassium"}


def test_a_non_responder_has_no_cause(calm):
    deaf = calm.body.person._replace(gains=(0.0, 0.0, 0.0))
    assert "cause_potassium" not in masks_of(changed(calm, person=deaf, potassium=7.0))


def test_calcium_is_found_from_qrs_onset_to_t_end(calm):
    masks = masks_of(changed(calm, calcium=7.0))
    cause = masks["cause_calcium"]
    assert (cause == cause[0]).all()
    starts, ends = borders(cause[0])
    onsets = planted(calm).onsets
    assert min(np.abs(onsets - starts[2] / FS)) < 0.006
    length = (ends[2] - starts[2]) / FS
    assert length == pytest.approx(
        qt_seconds(changed(calm, calcium=7.0).electrics), abs=0.012
    )


def test_an_anterior_infarct_is_found_in_the_chest_leads(calm):
    ill = Illness(infarct="anterior", injury_current=0.8)
    cause = masks_of(changed(calm, infarct="anterior", illness=ill))["cause_infarct"]
    share = cause.mean(axis=1)
    assert share[LEADS.index("V2")] > share[LEADS.index("aVL")]


def test_a_block_is_found_in_qrs_and_t(calm):
    masks = masks_of(changed(calm, conduction="lbbb"))
    cause, v2 = masks["cause_conduction"], LEADS.index("V2")
    assert cause[v2][masks["QRS"][v2]].mean() > 0.7


def test_a_wave_that_a_lead_does_not_see_is_not_marked(calm):
    person = calm.body.person
    flat = person._replace(traits=person.traits._replace(p_gain=0.02))
    (train,) = (planted(changed(calm, person=flat)),)
    assert not wave_masks((train,))["P"].any()


def test_saved_masks_come_back_with_equal_bytes(calm, tmp_path):
    masks = masks_of(changed(calm, potassium=6.5))
    for name in ("a.npz", "b.npz"):
        save_masks(masks, tmp_path / name)
    loaded = np.load(tmp_path / "a.npz")
    assert {name: loaded[name].sum() for name in masks} == {
        name: mask.sum() for name, mask in masks.items()
    }
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
