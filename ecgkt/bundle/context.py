"""The context's network, to and from the folder of the model that it corrects."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from torch import Tensor

from ecgkt.bundle.files import ModelFiles
from ecgkt.bundle.tensors import pack_weights
from ecgkt.errors import CheckpointError
from ecgkt.files import to_json
from ecgkt.models.context import ContextConfig, ContextModel, ContextNet
from ecgkt.types.context import ContextValidity
from ecgkt.types.reading import ModelIdentity

SCHEMA = "ecgkt.context/1"
WEIGHTS_FILE = "context.safetensors"
DOCUMENT_FILE = "context.json"
FILES = ModelFiles(
    WEIGHTS_FILE, DOCUMENT_FILE, SCHEMA, "make the context again with bundle-context"
)
NAME, VERSION = "ecgkt-context", "1.1.0"
HALF_FROM = 500
"""Smaller tensors (biases, norms) need precision, not space."""


def pack_context(
    state: Mapping[str, Tensor],
    described: Mapping[str, Any],
    notes: Mapping[str, Any],
) -> dict[str, bytes]:
    """
    Make the two files of a context's network.

    Parameters
    ----------
    state : mapping of str to torch.Tensor
        What ``net.state_dict()`` gives.
    described : mapping
        ``architecture``, ``model_sha256``, the weights of the model it corrects, and
        ``validity`` of `ContextValidity`.
    notes : mapping
        Data, recipe and command behind the weights, for people; JSON-ready.

    Returns
    -------
    dict of str to bytes
        `WEIGHTS_FILE`, large tensors as float16, and `DOCUMENT_FILE`.
    """
    weights, sha256 = pack_weights(state, half_from=HALF_FROM)
    document = {
        "schema": SCHEMA,
        "name": NAME,
        "version": VERSION,
        "weights_sha256": sha256,
        **described,
        **notes,
    }
    return {WEIGHTS_FILE: weights, DOCUMENT_FILE: to_json(document)}


def load_context(folder: Path, model_sha256: str) -> ContextModel | None:
    """
    Read the context's network beside a model and refuse one that corrects another.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of the model's weights, as loaded.

    Returns
    -------
    ContextModel or None
        None if the folder holds none at all.

    Raises
    ------
    CheckpointError
        If a file is missing or damaged, or if hashes, architecture and tensors do not
        fit each other.
    """
    found = FILES.read_beside(folder, model_sha256)
    return None if found is None else unpack_context(*found)


def unpack_context(weights: bytes, document: dict[str, Any]) -> ContextModel:
    """
    Build the network from what its two files hold.

    Parameters
    ----------
    weights : bytes
        Content of `WEIGHTS_FILE`.
    document : dict
        Content of `DOCUMENT_FILE`.

    Returns
    -------
    ContextModel

    Raises
    ------
    CheckpointError
        If document and weights are not complete or do not fit each other.
    """
    try:
        net = ContextNet(ContextConfig.from_dict(document["architecture"]))
        net.load_state_dict(parse_tensors(weights))
        return ContextModel(
            net=net.eval(),
            identity=ModelIdentity(
                name=document["name"],
                version=document["version"],
                sha256=document["weights_sha256"],
            ),
            validity=msgspec.convert(document["validity"], ContextValidity),
        )
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise CheckpointError(
            f"{DOCUMENT_FILE} and {WEIGHTS_FILE}: expected a complete {SCHEMA} and "
            "weights that fit it, found others"
        ) from error
