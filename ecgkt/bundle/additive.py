"""The additive model of measured values, to and from the folder of its networks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load as parse_arrays

from ecgkt.bundle.files import ModelFiles
from ecgkt.bundle.tensors import pack_weights
from ecgkt.errors import CheckpointError
from ecgkt.files import to_json
from ecgkt.measure.measured_values import VALUES
from ecgkt.models.additive import AdditiveModel, JoinedModel
from ecgkt.models.decision import Decision

SCHEMA = "ecgkt.additive/1"
WEIGHTS_FILE = "additive.safetensors"
DOCUMENT_FILE = "additive.json"
FILES = ModelFiles(
    WEIGHTS_FILE, DOCUMENT_FILE, SCHEMA, "make the model again with bundle"
)
HALF_FROM = 10_000
"""The steps; their edges and the bias need precision, not space."""


def pack_additive(
    joined: JoinedModel, model_sha256: str, notes: Mapping[str, Any]
) -> dict[str, bytes]:
    """
    Make the two files of an additive model.

    Parameters
    ----------
    joined : JoinedModel
        Its numbers are finite, float16 included.
    model_sha256 : str
        Of the networks' weights file.
    notes : mapping
        Data and recipe behind it, for people; JSON-ready.

    Returns
    -------
    dict of str to bytes
        `WEIGHTS_FILE`, the steps as float16, and `DOCUMENT_FILE`.
    """
    additive = joined.additive
    weights, sha256 = pack_weights(
        {
            "edges": torch.from_numpy(additive.edges),
            "steps": torch.from_numpy(additive.steps),
            "bias": torch.from_numpy(additive.bias),
        },
        half_from=HALF_FROM,
    )
    document = {
        "schema": SCHEMA,
        "weights_sha256": sha256,
        "model_sha256": model_sha256,
        "values": list(VALUES),
        "share": joined.share,
        "networks": joined.networks.to_dict(),
        **notes,
    }
    return {WEIGHTS_FILE: weights, DOCUMENT_FILE: to_json(document)}


def load_additive(folder: Path, model_sha256: str) -> tuple[bytes, JoinedModel] | None:
    """
    Read the additive model beside networks and refuse one that was made for others.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of the networks' weights, as loaded.

    Returns
    -------
    (bytes, JoinedModel) or None
        Content of the weights file, and what it holds; None if the folder holds none.

    Raises
    ------
    CheckpointError
        If a file is missing or damaged, or if hashes, values and arrays do not fit
        each other.
    """
    found = FILES.read_beside(folder, model_sha256)
    return None if found is None else (found[0], unpack_additive(*found))


def unpack_additive(weights: bytes, document: dict[str, Any]) -> JoinedModel:
    """
    Build the model from what its two files hold.

    Raises
    ------
    CheckpointError
        If document and weights are not complete or do not fit each other.
    """
    FILES.match("values", tuple(document.get("values", ())), VALUES)
    try:
        arrays = parse_arrays(weights)
        return JoinedModel(
            additive=AdditiveModel(
                edges=arrays["edges"].astype(np.float32),
                steps=arrays["steps"].astype(np.float32),
                bias=arrays["bias"].astype(np.float32),
            ),
            networks=Decision.from_dict(document["networks"]),
            share=float(document["share"]),
        )
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise CheckpointError(
            f"{DOCUMENT_FILE} and {WEIGHTS_FILE}: expected a complete {SCHEMA} and "
            "arrays that fit it, found others"
        ) from error
