"""Masked cross-entropy against loops; what is unknown teaches nothing."""

import math

import pytest
import torch

from ecgkt.training.losses.masked_bce import masked_bce

NAN = float("nan")
TARGETS = torch.tensor([[1.0, NAN, NAN], [0.0, 1.0, NAN], [1.0, NAN, NAN]])


def logits():
    return torch.randn(3, 3, generator=torch.Generator().manual_seed(0))


def test_equals_loops():
    scores, total = logits(), 0.0
    for output in range(3):
        known = []
        for row in range(3):
            y = TARGETS[row, output].item()
            if not math.isnan(y):
                p = 1 / (1 + math.exp(-scores[row, output].item()))
                known.append(-(y * math.log(p) + (1 - y) * math.log(1 - p)))
        total += sum(known) / max(1, len(known))
    assert masked_bce(scores, TARGETS).item() == pytest.approx(total / 3, rel=1e-5)


def test_unknown_labels_have_no_gradient_and_known_ones_have():
    scores = logits().requires_grad_()
    masked_bce(scores, TARGETS).backward()
    unknown = torch.isnan(TARGETS)
    assert (scores.grad[unknown] == 0).all()
    assert (scores.grad[~unknown] != 0).all()


def test_mask_takes_away_known_labels():
    targets, mask = torch.ones(3, 3), torch.ones(3, 3)
    mask[0] = 0
    scores = logits().requires_grad_()
    masked_bce(scores, targets, mask).backward()
    assert (scores.grad[0] == 0).all()
    assert (scores.grad[1:] != 0).all()


def test_value_of_an_unknown_label_makes_no_difference():
    mask = torch.ones(3, 3)
    mask[0, 0] = 0
    one, two = torch.zeros(3, 3), torch.zeros(3, 3)
    one[0, 0], two[0, 0] = 1, NAN
    torch.testing.assert_close(
        masked_bce(logits(), one, mask), masked_bce(logits(), two, mask)
    )


def test_nothing_known_is_no_loss_at_all():
    assert masked_bce(logits(), torch.full((3, 3), NAN)).item() == 0


@pytest.mark.parametrize("shape", [(3, 2), (2, 3), (3,)])
def test_unequal_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="expected equal"):
        masked_bce(logits(), torch.zeros(shape))
