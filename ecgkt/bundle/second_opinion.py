"""The second opinion, to and from the folder of the model that it stands beside."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from torch import Tensor

from ecgkt.bundle.files import ModelFiles
from ecgkt.bundle.tensors import pack_weights
from ecgkt.config import InputConfig
from ecgkt.errors import CheckpointError
from ecgkt.files import to_json
from ecgkt.models.decision import Calibration
from ecgkt.models.imn import Imn, ImnConfig
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.types.reading import ModelIdentity

SCHEMA = "ecgkt.exact/1"
WEIGHTS_FILE = "exact.safetensors"
DOCUMENT_FILE = "exact.json"
FILES = ModelFiles(
    WEIGHTS_FILE,
    DOCUMENT_FILE,
    SCHEMA,
    "make the second opinion again with bundle-exact",
)
NAME, VERSION = "ecgkt-exact", "1.0.0"
HALF_FROM = 500
"""Smaller tensors (biases, norms) need precision, not space."""


def pack_second_opinion(
    state: Mapping[str, Tensor],
    described: Mapping[str, Any],
    notes: Mapping[str, Any],
) -> dict[str, bytes]:
    """
    Make the two files of a second opinion.

    Parameters
    ----------
    state : mapping of str to torch.Tensor
        What ``model.state_dict()`` gives.
    described : mapping
        ``architecture``, ``input``, ``decision`` (of `Calibration`) and
        ``model_sha256``, the weights of the model it stands beside.
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


def load_second_opinion(folder: Path, model_sha256: str) -> SecondOpinion | None:
    """
    Read the second opinion beside a model and refuse one that stood beside another.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of the model's weights, as loaded: the measured comparison is with them.

    Returns
    -------
    SecondOpinion or None
        None if the folder holds none at all.

    Raises
    ------
    CheckpointError
        If a file is missing or damaged, or if hashes, architecture and tensors do not
        fit each other.
    """
    found = FILES.read_beside(folder, model_sha256)
    return None if found is None else unpack_second_opinion(*found)


def unpack_second_opinion(weights: bytes, document: dict[str, Any]) -> SecondOpinion:
    """
    Build a second opinion from what its two files hold.

    Parameters
    ----------
    weights : bytes
        Content of `WEIGHTS_FILE`.
    document : dict
        Content of `DOCUMENT_FILE`.

    Returns
    -------
    SecondOpinion

    Raises
    ------
    CheckpointError
        If document and weights are not complete or do not fit each other.
    """
    try:
        model = Imn(ImnConfig.from_dict(document["architecture"]))
        model.load_state_dict(parse_tensors(weights))
        return SecondOpinion(
            model=model.eval(),
            input_config=InputConfig.from_dict(document["input"]),
            calibration=Calibration.from_dict(document["decision"]),
            identity=ModelIdentity(
                name=document["name"],
                version=document["version"],
                sha256=document["weights_sha256"],
            ),
        )
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise CheckpointError(
            f"{DOCUMENT_FILE} and {WEIGHTS_FILE}: expected a complete {SCHEMA} and "
            "weights that fit it, found others"
        ) from error
