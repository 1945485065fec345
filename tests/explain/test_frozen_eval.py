import torch
from torch import nn

from ecgkt.explain.frozen_eval import frozen_eval


def test_model_is_left_as_it_was_found():
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Dropout())
    model.train()
    model[1].eval()
    model[0].weight.requires_grad_(False)
    with frozen_eval(model):
        assert not any(module.training for module in model.modules())
        assert not any(weight.requires_grad for weight in model.parameters())
    assert [module.training for module in model] == [True, False, True]
    assert not model[0].weight.requires_grad
    assert model[0].bias.requires_grad
    assert torch.is_grad_enabled()
