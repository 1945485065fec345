import pytest
import torch
from torch import nn

from ecgkt.models.channels_last import AvgPool1d, BatchNorm1d, Conv1d

PAIRS = {
    "convolution": (Conv1d(5, 7, 15, 2, 7), nn.Conv1d(5, 7, 15, 2, 7)),
    "normalisation": (BatchNorm1d(5), nn.BatchNorm1d(5)),
    "pooling": (AvgPool1d(2), nn.AvgPool1d(2, 2, ceil_mode=True)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_layer_computes_what_torch_computes(name):
    mine, plain = PAIRS[name]
    plain.load_state_dict(mine.state_dict())
    generator = torch.Generator().manual_seed(0)
    x, y = (
        torch.randn(3, 5, 51, generator=generator).requires_grad_() for _ in range(2)
    )
    y.data = x.data.clone()
    found, wanted = mine(x), plain(y)
    assert found.shape == wanted.shape
    assert torch.allclose(found, wanted, atol=1e-5)
    weights = torch.randn(wanted.shape, generator=generator)
    (found * weights).sum().backward()
    (wanted * weights).sum().backward()
    assert torch.allclose(x.grad, y.grad, atol=1e-5)
    for one, other in zip(mine.parameters(), plain.parameters(), strict=True):
        assert torch.allclose(one.grad, other.grad, atol=1e-4)


def test_channels_stay_side_by_side_through_the_layers():
    layers = nn.Sequential(Conv1d(5, 7, 3, 1, 1), BatchNorm1d(7), nn.ReLU())
    assert layers(torch.randn(2, 5, 20)).stride()[1] == 1


def test_normalisation_refuses_another_shape():
    with pytest.raises(ValueError, match="expected"):
        BatchNorm1d(5)(torch.randn(3, 5))
