"""Networks that were trained apart become the branches of one model."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from torch import Tensor

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import CheckpointError
from ecgkt.training.loop.finished_run import FinishedRun

SHARED = ("n_leads", "n_outputs", "typical_mv", "blocks", "state_blocks")
"""What the branches of one model have in common; dropout is a matter of training."""


class JoinedRuns(NamedTuple):
    """
    The branches of several runs side by side.

    Attributes
    ----------
    architecture : dict
        Of the joined network, as `ModelConfig.to_dict` gives it.
    tensors : dict of str to torch.Tensor
        Its weights.
    """

    architecture: dict[str, Any]
    tensors: dict[str, Tensor]


def join_runs(runs: Sequence[FinishedRun]) -> JoinedRuns:
    """
    Put the branches of runs side by side: their logits are averaged.

    Parameters
    ----------
    runs : sequence of FinishedRun
        At least one, of stage "diagnose".

    Returns
    -------
    JoinedRuns
        Residual branches first, then state-space ones, each in the order of the runs.

    Raises
    ------
    CheckpointError
        If the runs see the signal differently or differ in what branches share.
    """
    configs = [ModelConfig.from_dict(run.config["architecture"]) for run in runs]
    for run, config in zip(runs[1:], configs[1:], strict=True):
        if _seen(run) != _seen(runs[0]):
            raise CheckpointError(f"{run.folder} sees the signal otherwise than others")
        for name in SHARED:
            wanted, found = getattr(configs[0], name), getattr(config, name)
            if wanted != found:
                raise CheckpointError(
                    f"expected {name} {wanted} as in {runs[0].folder}, found {found} "
                    f"in {run.folder}"
                )
    joined = configs[0].to_dict()
    for name in ("kernels", "channels", "state_channels"):
        joined[name] = [item for c in configs for item in getattr(c, name)]
    return JoinedRuns(joined, _joined_tensors(runs, configs))


def _seen(run: FinishedRun) -> InputConfig:
    """Return what a run saw; what an older one does not say is as it was then."""
    return InputConfig.from_dict(run.config["input"])


def _joined_tensors(
    runs: Sequence[FinishedRun], configs: Sequence[ModelConfig]
) -> dict[str, Tensor]:
    kinds = [
        (run, place, place >= len(config.kernels))
        for run, config in zip(runs, configs, strict=True)
        for place in range(len(config.kernels) + len(config.state_channels))
    ]
    branches = [item for item in kinds if not item[2]] + [i for i in kinds if i[2]]
    return {
        f"{part}{new}.{name.removeprefix(f'{part}{old}.')}": value
        for new, (run, old, _) in enumerate(branches)
        for part in ("encoder.branches.", "heads.")
        for name, value in run.tensors.items()
        if name.startswith(f"{part}{old}.")
    }
