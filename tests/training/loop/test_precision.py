import pytest
import torch

from ecgkt.training.loop.precision import autocast, is_half


@pytest.mark.parametrize("has_halves", [True, False])
def test_auto_takes_halves_where_the_processor_has_them(monkeypatch, has_halves):
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: has_halves)
    assert is_half("cpu") is has_halves
    assert is_half("cuda")


def test_a_stated_precision_holds_on_every_processor():
    layer, x = torch.nn.Linear(4, 4), torch.ones(2, 4)
    with autocast("cpu", "bf16"):
        assert layer(x).dtype == torch.bfloat16
    with autocast("cpu", "float32"):
        assert layer(x).dtype == torch.float32


def test_unknown_precision_is_refused():
    with pytest.raises(ValueError, match="precision is one of auto, bf16, float32"):
        is_half("cpu", "float16")
