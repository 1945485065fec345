"""Attention of a context: rows that sum to 1, and nothing from what is not known."""

import numpy as np
import pytest
import torch

from ecgkt.models.context import ContextConfig, ContextNet, context_rows

CONFIG = ContextConfig(n_features=12, n_outputs=5, width=8, hidden=6)
NAN = float("nan")


@pytest.fixture
def net():
    torch.manual_seed(0)
    made = ContextNet(CONFIG).eval()
    with torch.no_grad():
        made.out.normal_()
    return made


@pytest.fixture
def crops():
    return torch.randn(4, 7, 12, generator=torch.Generator().manual_seed(1))


def test_every_row_of_attention_sums_to_one(net, crops):
    context = torch.tensor([[0.0, 1.0], [1.5, -1.0], [NAN, 1.0], [NAN, NAN]])
    attention = net(crops, context).attention
    assert attention.shape == (4, 2, 7)
    assert (attention >= 0).all()
    torch.testing.assert_close(attention.sum(-1), torch.ones(4, 2))


def test_what_is_not_known_adds_exactly_nothing(net, crops):
    none = net(crops, torch.full((4, 2), NAN)).parts
    assert (none == 0).all()
    sexless = net(crops, torch.tensor([[0.5, NAN]] * 4)).parts
    assert (sexless[:, 1] == 0).all()
    assert (sexless[:, 0] != 0).any()


def test_an_entry_adds_the_same_whatever_else_is_known(net, crops):
    alone = net(crops, torch.tensor([[0.5, NAN]] * 4)).parts[:, 0]
    both = net(crops, torch.tensor([[0.5, 1.0]] * 4)).parts[:, 0]
    torch.testing.assert_close(alone, both)


def test_untrained_network_leaves_the_ecg_alone(crops):
    parts = ContextNet(CONFIG)(crops, torch.zeros(4, 2)).parts
    assert (parts == 0).all()


def test_what_is_added_for_everyone_is_no_context(net, crops):
    usual = net.usual.unbind(-1)
    parts = [net(crops, values.expand(4, -1)).parts for values in usual]
    torch.testing.assert_close(
        sum(parts) / len(parts), torch.zeros_like(parts[0]), atol=1e-5, rtol=0
    )
    assert (parts[0].abs() > 1e-3).any()


def test_order_of_the_crops_does_not_matter(net, crops):
    context = torch.tensor([[0.5, 1.0]] * 4)
    forth, back = net(crops, context), net(crops.flip(1), context)
    torch.testing.assert_close(forth.parts, back.parts)
    torch.testing.assert_close(forth.attention, back.attention.flip(2))


def test_without_attention_the_ecg_has_no_say(crops):
    plain = ContextNet(ContextConfig(**{**CONFIG.to_dict(), "attends": False})).eval()
    with torch.no_grad():
        plain.out.normal_()
    parts = plain(crops, torch.tensor([[0.5, 1.0]] * 4)).parts
    assert (parts == parts[:1]).all()
    assert (parts != 0).any()


def test_rows_hold_age_and_sex_as_they_are_learned():
    rows = context_rows([40, 97, None, float("nan")], ["male", "female", None, "x"])
    assert rows.dtype == np.float32
    expected = [[-1, -1], [1.5, 1], [NAN, NAN], [NAN, NAN]]
    np.testing.assert_array_equal(rows, np.array(expected, np.float32))
