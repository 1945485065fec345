import numpy as np
import pytest

from ecgkt.preprocess.electrode_swap import CHEST_SWAPS, SWAPS, swap_electrodes
from ecgkt.vocab.leads import INDEPENDENT_LEADS

ARMS = {"right arm": 0, "left arm": 1, "left leg": 2}


def leads_of(potentials):
    """Return the independent leads of nine electrodes: RA, LA, LL, V1-V6."""
    ra, la, ll = potentials[:3]
    terminal = (ra + la + ll) / 3
    return np.stack([la - ra, ll - ra, *(potentials[3:] - terminal)])


def exchange(potentials, swap):
    if swap.startswith("all"):
        return -potentials
    first, second = swap.replace("left and right arm", "left arm and right arm").split(
        " and "
    )
    places = ARMS | {lead: 3 + row for row, lead in enumerate(INDEPENDENT_LEADS[2:])}
    swapped = potentials.copy()
    rows = [places[first], places[second]]
    swapped[rows] = potentials[rows[::-1]]
    return swapped


@pytest.mark.parametrize("swap", SWAPS)
def test_leads_are_those_of_exchanged_electrodes(swap):
    potentials = np.random.default_rng(0).standard_normal((9, 50))
    expected = leads_of(exchange(potentials, swap))
    leads = leads_of(potentials)
    assert swap_electrodes(leads, swap) == pytest.approx(expected)
    assert swap_electrodes(expected, swap) == pytest.approx(leads)


def test_many_recordings_are_changed_at_once_and_the_original_is_kept():
    leads = np.random.default_rng(0).standard_normal((5, 8, 20)).astype(np.float32)
    before = leads.copy()
    for swap in SWAPS:
        swapped = swap_electrodes(leads, swap)
        assert swapped.dtype == np.float32
        assert swapped[3] == pytest.approx(swap_electrodes(leads[3], swap))
    assert (leads == before).all()
    assert set(CHEST_SWAPS) < set(SWAPS)


def test_unknown_swap_is_refused():
    with pytest.raises(ValueError, match="swap must be one of"):
        swap_electrodes(np.zeros((8, 5)), "left and right leg")
