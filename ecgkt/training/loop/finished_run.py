"""What a finished run left behind, checked before it is used."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from torch import Tensor, nn

from ecgkt.config import ModelConfig
from ecgkt.errors import CheckpointError
from ecgkt.training.loop.stage import WEIGHTS

ENCODER = "encoder."
HEAD_SIZES = ("n_outputs", "dropout")
"""Parts of the architecture that the encoder's weights do not depend on."""


class FinishedRun(NamedTuple):
    """
    A run folder that is whole.

    Attributes
    ----------
    folder : pathlib.Path
        Where it lies.
    config : dict
        Its config.json.
    tensors : dict of str to torch.Tensor
        Its weights.
    sha256 : str
        Of the weights file.
    """

    folder: Path
    config: dict[str, Any]
    tensors: dict[str, Tensor]
    sha256: str

    def expect_stage(self, stage: str) -> None:
        """Raise CheckpointError if this is a run of another stage."""
        if self.config["stage"] != stage:
            raise CheckpointError(
                f"expected a run of stage {stage}, found {self.config['stage']} in "
                f"{self.folder}"
            )


def load_run(folder: Path) -> FinishedRun:
    """
    Load a finished run.

    Parameters
    ----------
    folder : pathlib.Path
        A run folder with DONE.

    Returns
    -------
    FinishedRun

    Raises
    ------
    CheckpointError
        If the run is not finished, or its weights are not those that it ended with.
    """
    try:
        done = json.loads((folder / "DONE").read_text(encoding="utf-8"))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        content = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"expected a finished run in {folder}, found none: train it to its end"
        ) from error
    except ValueError as error:
        raise CheckpointError(f"expected JSON in {folder}, found damage") from error
    sha256 = hashlib.sha256(content).hexdigest()
    if done.get("sha256", {}).get(WEIGHTS) != sha256:
        raise CheckpointError(
            f"expected the weights that DONE in {folder} states, found others"
        )
    try:
        tensors = parse_tensors(content)
    except SafetensorError as error:
        raise CheckpointError(f"{folder / WEIGHTS} is damaged") from error
    return FinishedRun(folder, config, tensors, sha256)


def fill_encoder(encoder: nn.Module, run: FinishedRun, config: ModelConfig) -> None:
    """
    Give an encoder the weights of a run.

    Parameters
    ----------
    encoder : torch.nn.Module
        Built from `config`.
    run : FinishedRun
        Of any stage.
    config : ModelConfig
        Must equal that of the run, apart from head sizes.

    Raises
    ------
    CheckpointError
        If the architectures differ.
    """
    wanted, found = (
        config.to_dict(),
        ModelConfig.from_dict(run.config["architecture"]).to_dict(),
    )
    other = [k for k in wanted if k not in HEAD_SIZES and wanted[k] != found[k]]
    if other:
        name = other[0]
        raise CheckpointError(
            f"expected a run of {name} {wanted[name]}, found {found[name]} in "
            f"{run.folder}: start from a run of the same architecture"
        )
    encoder.load_state_dict(
        {
            name.removeprefix(ENCODER): value
            for name, value in run.tensors.items()
            if name.startswith(ENCODER)
        }
    )


def fill_model(model: nn.Module, run: FinishedRun) -> None:
    """
    Give a whole model the weights of a run.

    Parameters
    ----------
    model : torch.nn.Module
        Of the run's architecture.
    run : FinishedRun
        Of the same stage.

    Raises
    ------
    CheckpointError
        If names or shapes of the weights differ.
    """
    try:
        model.load_state_dict(run.tensors)
    except RuntimeError as error:
        raise CheckpointError(
            f"expected weights that fit the architecture, found others in {run.folder}"
        ) from error
