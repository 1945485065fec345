"""What is taken away from training crops."""

import pytest
import torch

from ecgkt.training.inputs.mask import mask
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.vocab.leads import INDEPENDENT_LEADS


def masked(n_crops=2000, **settings):
    crops = torch.randn(n_crops, 8, 250, generator=torch.Generator().manual_seed(1))
    found = mask(
        crops, 100.0, Augmentation(**settings), torch.Generator().manual_seed(0)
    )
    kept = ~found.isnan()
    torch.testing.assert_close(found[kept], crops[kept])
    return kept


def test_nothing_is_taken_by_default():
    assert masked().all()


def test_whole_leads_of_some_crops_are_taken_and_one_is_left():
    kept = masked(lost_leads=0.4)
    is_whole = kept.all(-1)
    assert (is_whole == kept.any(-1)).all()
    assert is_whole.any(1).all()
    assert (~is_whole.all(1)).float().mean() == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize(
    "leads", [("I",), ("II",), ("I", "II"), ("I", "II", "V1", "V2", "V3", "V4", "V5")]
)
def test_sets_known_from_practice_occur(leads):
    is_whole = masked(lost_leads=1.0).all(-1)
    wanted = torch.tensor([lead in leads for lead in INDEPENDENT_LEADS])
    assert (is_whole == wanted).all(1).float().mean() > 0.02


def test_stretches_are_a_quarter_of_a_second_and_at_most_half():
    kept = masked(lost_patches=0.5)
    is_touched = ~kept.all(-1).all(-1)
    assert is_touched.float().mean() == pytest.approx(0.5, abs=0.05)
    assert (~kept).float().mean(dim=(1, 2)).max() < 0.7
    stretches = kept.reshape(len(kept), 8, 10, 25)
    assert (stretches.all(-1) == stretches.any(-1)).all()


def test_equal_draws_take_the_same():
    first, second = (
        masked(lost_leads=0.3, lost_patches=0.3),
        masked(lost_leads=0.3, lost_patches=0.3),
    )
    assert (first == second).all()
