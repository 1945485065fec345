"""Leads and stretches that are taken away from training crops."""

import pytest
import torch

from ecgkt.training.inputs.mask import Masking, mask
from ecgkt.vocab.lead_sets import LEAD_SETS
from ecgkt.vocab.leads import INDEPENDENT_LEADS


def masked(**settings):
    """Return what is kept of 2000 crops of 2.5 s, (2000, 8, 250), bool."""
    rng = torch.Generator().manual_seed(5)
    crops = torch.randn(2000, 8, 250, generator=rng)
    found = mask(crops, 100.0, Masking(**settings), rng)
    kept = ~found.isnan()
    torch.testing.assert_close(found[kept], crops[kept])
    return kept


def test_nothing_is_taken_where_nothing_is_asked_for():
    assert masked(lost_leads=0.0, lost_patches=0.0).all()


def test_whole_leads_of_some_crops_are_taken_and_one_is_left():
    kept = masked(lost_leads=0.4, lost_patches=0.0)
    is_whole = kept.all(-1)
    assert (is_whole == kept.any(-1)).all()
    assert is_whole.any(1).all()
    assert (~is_whole.all(1)).float().mean() == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("one", LEAD_SETS, ids=lambda one: one.name)
def test_every_measured_set_occurs(one):
    is_whole = masked(lost_leads=1.0, lost_patches=0.0).all(-1)
    wanted = torch.tensor([lead in one.leads for lead in INDEPENDENT_LEADS])
    assert (is_whole == wanted).all(1).float().mean() > 0.01


def test_stretches_are_a_quarter_of_a_second_and_at_most_half():
    kept = masked(lost_leads=0.0, lost_patches=0.5)
    is_touched = ~kept.all(-1).all(-1)
    assert is_touched.float().mean() == pytest.approx(0.5, abs=0.05)
    assert (~kept).float().mean(dim=(1, 2)).max() < 0.7
    stretches = kept.reshape(len(kept), 8, 10, 25)
    assert (stretches.all(-1) == stretches.any(-1)).all()


def test_equal_draws_take_the_same():
    assert (masked() == masked()).all()
