"""The delineator, to and from the folder of the shipped model."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from torch import Tensor

from ecgkt.bundle.files import ModelFiles
from ecgkt.bundle.tensors import pack_weights
from ecgkt.errors import CheckpointError
from ecgkt.files import to_json
from ecgkt.measure.delineation import NO_DELINEATOR
from ecgkt.models.delineate import Delineator
from ecgkt.models.unet import DelineatorConfig, WaveUNet

SCHEMA = "ecgkt.delineator/1"

WEIGHTS_FILE = "delineator.safetensors"

DOCUMENT_FILE = "delineator.json"

FILES = ModelFiles(
    WEIGHTS_FILE,
    DOCUMENT_FILE,
    SCHEMA,
    "name a folder that holds a delineator, or make it again with bundle-delineator",
)

RESULTS_FILE = "results/delineation.json"

SHARED = (
    "architecture",
    "recipe",
    "augmentation",
    "crop",
    "lead_counts",
    "simulated",
    "overlap_weight",
)
"""Fields of a run that must be the same for the figures of one to hold for another."""

HALF_FROM = 500
"""Smaller tensors (biases, norms) need precision, not space."""


def pack_delineator(
    state: Mapping[str, Tensor], config: DelineatorConfig, notes: Mapping[str, Any]
) -> dict[str, bytes]:
    """
    Make the two files of a delineator.

    Parameters
    ----------
    state : mapping of str to torch.Tensor
        What ``model.state_dict()`` gives.
    config : DelineatorConfig
        Its shape.
    notes : mapping
        Data, seed and recipe behind the weights, for people; JSON-ready.

    Returns
    -------
    dict of str to bytes
        `WEIGHTS_FILE`, large tensors as float16, and `DOCUMENT_FILE`.
    """
    weights, sha256 = pack_weights(state, half_from=HALF_FROM)
    document = {
        "schema": SCHEMA,
        "weights_sha256": sha256,
        "architecture": config.to_dict(),
        **notes,
    }
    return {WEIGHTS_FILE: weights, DOCUMENT_FILE: to_json(document)}


def load_delineator(folder: Path) -> Delineator:
    """
    Read a delineator and refuse whatever does not fit together.

    Parameters
    ----------
    folder : pathlib.Path
        Holds delineator.safetensors and delineator.json: the folder of the shipped
        model, or a finished run of ``train delineate``.

    Returns
    -------
    Delineator
        With float32 weights, in evaluation mode.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged or of another schema, or if hash, architecture
        and tensors do not fit each other.
    """
    weights, document = FILES.read(folder)
    try:
        config = DelineatorConfig.from_dict(document["architecture"])
        model = WaveUNet(config)
        model.load_state_dict(parse_tensors(weights))
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise CheckpointError(
            f"{DOCUMENT_FILE} and {WEIGHTS_FILE}: expected an architecture and weights "
            "that fit it, found others"
        ) from error
    return Delineator(model, config, document["weights_sha256"])


class Installed(NamedTuple):
    """A delineator that may be used, or the reason why there is none."""

    delineator: Delineator | None
    why_not: str = ""


def load_installed(folder: Path) -> Installed:
    """
    Load the delineator of a model folder, if it comes with what was measured of it.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.

    Returns
    -------
    Installed
        Without delineator files, or without results/delineation.json of the same
        recipe, none: no duration is shown without its measured validity.

    Raises
    ------
    CheckpointError
        If a file is damaged or does not fit the others.
    """
    if not FILES.are_in(folder):
        return Installed(None, NO_DELINEATOR)
    delineator = load_delineator(folder)
    path = folder / RESULTS_FILE
    if not path.exists():
        return Installed(None, f"the delineator comes without {RESULTS_FILE}")
    try:
        evaluated = json.loads(path.read_bytes())
        described = json.loads((folder / DOCUMENT_FILE).read_bytes())
        is_its_own = recipe_of(evaluated["recipe"]) == recipe_of(described)
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(
            f"{RESULTS_FILE}: expected what evaluate delineation wrote, found damage"
        ) from error
    if not is_its_own:
        return Installed(None, f"{RESULTS_FILE} speaks of another delineator")
    return Installed(delineator)


def recipe_of(described: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return what two runs must share for the figures of one to hold for the other.

    Parameters
    ----------
    described : mapping
        Of a run: delineator.json, or the field "recipe" of a results document.

    Returns
    -------
    dict
        Architecture, recipe, augmentation and simulated beats; neither data nor seed.
    """
    return {name: described[name] for name in SHARED}
