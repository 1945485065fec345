"""The heads for laboratory abnormalities, to and from the folder of their model."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as parse_tensors
from safetensors.numpy import save as serialise_tensors

from ecgkt.bundle.files import ModelFiles
from ecgkt.errors import CheckpointError
from ecgkt.files import to_json, write_atomically
from ecgkt.measure.beat_features import FEATURES
from ecgkt.models.lab_head import InputScaler, LabHeads, LabTarget

SCHEMA = "ecgkt.lab-heads/2"
WEIGHTS_FILE = "labs.safetensors"
DOCUMENT_FILE = "labs.json"
FILES = ModelFiles(
    WEIGHTS_FILE, DOCUMENT_FILE, SCHEMA, "fit the heads again with bundle-labs"
)
_SCALING = ("typical", "lower", "upper", "mean", "scale")


def save_lab_heads(
    folder: Path,
    heads: LabHeads,
    *,
    model_sha256: str,
    notes: Mapping[str, Any],
) -> str:
    """
    Write the heads beside their model.

    Parameters
    ----------
    folder : pathlib.Path
        Where the model is.
    heads : LabHeads
        Fitted on embeddings of this model.
    model_sha256 : str
        Of the model's weights file.
    notes : mapping
        Rules, data and command behind the heads, for people; JSON-ready.

    Returns
    -------
    str
        sha256 of the heads' weights.

    Raises
    ------
    ValueError
        If a number is not finite.
    OSError
        If the folder cannot be written; older heads stay as they were.
    """
    tensors = {name: getattr(heads.scaling, name) for name in _SCALING}
    tensors["weights"] = heads.weights
    small = {
        name: np.ascontiguousarray(tensor, dtype=np.float32)
        for name, tensor in tensors.items()
    }
    weights = serialise_tensors(small)
    sha256 = hashlib.sha256(weights).hexdigest()
    document = {
        "schema": SCHEMA,
        "weights_sha256": sha256,
        "model_sha256": model_sha256,
        **notes,
        "features": [FEATURES[column] for column in heads.columns],
        "targets": [target.to_dict() for target in heads.targets],
    }
    write_atomically(
        {folder / WEIGHTS_FILE: weights, folder / DOCUMENT_FILE: to_json(document)}
    )
    return sha256


def load_lab_heads(folder: Path, model_sha256: str) -> LabHeads | None:
    """
    Read the heads of a model and refuse those of another.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of the model's weights, as loaded.

    Returns
    -------
    LabHeads or None
        None if the folder holds no heads at all.

    Raises
    ------
    CheckpointError
        If one of the two files is missing, or damaged, or speaks of other weights.
    """
    found = FILES.read_beside(folder, model_sha256)
    if found is None:
        return None
    weights, document = found
    try:
        tensors = parse_tensors(weights)
        return LabHeads(
            targets=tuple(map(LabTarget.from_dict, document["targets"])),
            columns=tuple(FEATURES.index(name) for name in document["features"]),
            scaling=InputScaler(
                **{name: tensors[name].astype(float) for name in _SCALING}
            ),
            weights=tensors["weights"],
        )
    except SafetensorError as error:
        message = f"{WEIGHTS_FILE}: expected safetensors, found a damaged file"
        raise CheckpointError(message) from error
    except (KeyError, TypeError, ValueError) as error:
        message = f"{DOCUMENT_FILE}: expected a complete {SCHEMA}, found {error!r}"
        raise CheckpointError(message) from error
