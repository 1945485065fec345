"""The chosen alignment loss, behind one call."""

from collections.abc import Callable
from typing import TypeAlias

from torch import Generator, Tensor

from ecgkt.models.joint import JointModel, ProjectionPair
from ecgkt.training.losses.infonce import infonce
from ecgkt.training.losses.sigreg import lejepa, random_directions
from ecgkt.training.losses.vicreg import vicreg

N_DIRECTIONS = 64
"""Of SIGReg, drawn anew for each batch; published: 256-1024 at larger batches."""

PairLoss: TypeAlias = Callable[[JointModel, ProjectionPair, Tensor, Generator], Tensor]


def _vicreg(
    _model: JointModel, pair: ProjectionPair, _groups: Tensor, _rng: Generator
) -> Tensor:
    return vicreg(pair.ecg, pair.clinical)


def _infonce(
    model: JointModel, pair: ProjectionPair, groups: Tensor, _rng: Generator
) -> Tensor:
    assert model.log_temperature is not None
    return infonce(pair.ecg, pair.clinical, groups[pair.rows], model.log_temperature)


def _sigreg(
    _model: JointModel, pair: ProjectionPair, _groups: Tensor, rng: Generator
) -> Tensor:
    directions = random_directions(pair.ecg.shape[1], N_DIRECTIONS, rng)
    return lejepa(pair.ecg, pair.clinical, directions.to(pair.ecg.device))


PAIR_LOSSES: dict[str, PairLoss] = {
    "vicreg": _vicreg,
    "infonce": _infonce,
    "sigreg": _sigreg,
}
"""By the names of `LOSSES`: model, pair, groups of the batch and source of draws."""
