import numpy as np

from ecgkt.explain.grad_cam import grad_cam


def test_every_lead_has_the_same_map(scores, signal):
    found = grad_cam(scores, signal, 3, baseline=0 * signal)
    assert (found == found[0]).all()
    assert np.ptp(found[0]) > 0


def test_what_equals_the_baseline_in_all_leads_is_not_shown(scores, signal):
    base = signal.copy()
    base[:, 500:] = 0
    found = grad_cam(scores, signal, 3, baseline=base)
    assert not found[:, :500].any()
    assert found[:, 500:].any()
