"""What is familiar to a model, to and from its folder."""

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
from ecgkt.models.familiarity import Familiarity, from_steps, to_steps

SCHEMA = "ecgkt.familiarity/1"
WEIGHTS_FILE = "ood.safetensors"
DOCUMENT_FILE = "ood.json"
REMEDY = "make them again with bundle-ood"
FILES = ModelFiles(WEIGHTS_FILE, DOCUMENT_FILE, SCHEMA, REMEDY)


def save_familiarity(
    folder: Path,
    familiarity: Familiarity,
    *,
    model_sha256: str,
    notes: Mapping[str, Any],
) -> str:
    """
    Write the two files beside their model.

    Parameters
    ----------
    folder : pathlib.Path
        Where the model is.
    familiarity : Familiarity
        Fitted to embeddings of this model.
    model_sha256 : str
        Of the model's weights file.
    notes : mapping
        Data, rule and command behind the numbers, for people; JSON-ready.

    Returns
    -------
    str
        sha256 of the tensors.

    Raises
    ------
    OSError
        If the folder cannot be written; older files stay as they were.
    """
    steps, length = to_steps(familiarity.axes)
    weights = serialise_tensors(
        {
            "mean": np.ascontiguousarray(familiarity.mean, dtype=np.float32),
            "scale": np.ascontiguousarray(familiarity.scale, dtype=np.float32),
            "axes": np.ascontiguousarray(steps),
            "axis_step": np.ascontiguousarray(length),
        }
    )
    sha256 = hashlib.sha256(weights).hexdigest()
    document = {
        "schema": SCHEMA,
        "weights_sha256": sha256,
        "model_sha256": model_sha256,
        "residual": familiarity.residual,
        "silence": familiarity.silence,
        "limit": familiarity.limit,
        "alarm_share": familiarity.alarm_share,
        **notes,
    }
    write_atomically(
        {folder / WEIGHTS_FILE: weights, folder / DOCUMENT_FILE: to_json(document)}
    )
    return sha256


def load_familiarity(folder: Path, model_sha256: str) -> Familiarity | None:
    """
    Read what is familiar to a model and refuse what was fitted to another.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of the model's weights, as loaded.

    Returns
    -------
    Familiarity or None
        None if the folder holds none at all.

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
        (middle, spread), (usual, above) = document["residual"], document["silence"]
        return Familiarity(
            mean=tensors["mean"].astype(np.float64),
            scale=tensors["scale"].astype(np.float64),
            axes=from_steps(tensors["axes"], tensors["axis_step"]),
            residual=(float(middle), float(spread)),
            silence=(float(usual), float(above)),
            limit=float(document["limit"]),
            alarm_share=float(document["alarm_share"]),
        )
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise CheckpointError(
            f"{DOCUMENT_FILE} and {WEIGHTS_FILE}: expected a complete {SCHEMA} and "
            f"numbers that fit it, found others: {REMEDY}"
        ) from error
