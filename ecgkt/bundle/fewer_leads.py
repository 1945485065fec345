"""What reads fewer leads, to and from the folder of the model that it stands beside."""

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
from ecgkt.models.fewer_leads import FewerLeads, SetValidity
from ecgkt.models.masked import LeadFiller, MaskedClassifier, MaskedConfig
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.lead_sets import LEAD_SETS
from ecgkt.vocab.statements import CODES

SCHEMA = "ecgkt.fewer-leads/2"
WEIGHTS_FILE = "fewer_leads.safetensors"
DOCUMENT_FILE = "fewer_leads.json"
FILES = ModelFiles(
    WEIGHTS_FILE,
    DOCUMENT_FILE,
    SCHEMA,
    "make the networks of fewer leads again with bundle-fewer-leads",
)
NAME, VERSION = "ecgkt-fewer-leads", "1.1.0"
PARTS = ("scorer.", "filler.")
"""Before the names of each network's tensors."""
HALF_FROM = 500
"""Smaller tensors (biases, norms) need precision, not space."""


def join_states(*states: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Put the weights of scorer and filler into one mapping."""
    return {
        prefix + name: tensor
        for prefix, state in zip(PARTS, states, strict=True)
        for name, tensor in state.items()
    }


def pack_fewer_leads(
    state: Mapping[str, Tensor], described: Mapping[str, Any], notes: Mapping[str, Any]
) -> dict[str, bytes]:
    """
    Make the two files.

    Parameters
    ----------
    state : mapping of str to torch.Tensor
        What `join_states` gave.
    described : mapping
        ``scorer`` and ``filler`` (architectures), ``input``, ``regressed``,
        ``by_main``, ``sets`` and ``model_sha256``, the weights of the model that they
        stand beside and that reads some sets.
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


def load_fewer_leads(folder: Path, model_sha256: str) -> FewerLeads | None:
    """
    Read what stands beside a model and refuse what stood beside another.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of all weights that score, as loaded: some sets are read by them.

    Returns
    -------
    FewerLeads or None
        None if the folder holds none at all.

    Raises
    ------
    CheckpointError
        If a file is missing or damaged, or if hashes, architectures and tensors do not
        fit each other.
    """
    found = FILES.read_beside(folder, model_sha256)
    return None if found is None else unpack_fewer_leads(*found)


def unpack_fewer_leads(weights: bytes, document: dict[str, Any]) -> FewerLeads:
    """
    Build the networks from what the two files hold.

    Parameters
    ----------
    weights : bytes
        Content of `WEIGHTS_FILE`.
    document : dict
        Content of `DOCUMENT_FILE`.

    Returns
    -------
    FewerLeads

    Raises
    ------
    CheckpointError
        If document and weights are not complete or do not fit each other.
    """
    try:
        scorer = MaskedClassifier(MaskedConfig.from_dict(document["scorer"]))
        filler = LeadFiller(MaskedConfig.from_dict(document["filler"]))
        tensors = parse_tensors(weights)
        for prefix, model in zip(PARTS, (scorer, filler), strict=True):
            own = {
                name.removeprefix(prefix): tensor
                for name, tensor in tensors.items()
                if name.startswith(prefix)
            }
            model.load_state_dict(own)
        return FewerLeads(
            scorer=scorer.eval(),
            filler=filler.eval(),
            regressed=frozenset((one, lead) for one, lead in document["regressed"]),
            by_main=frozenset(map(str, document["by_main"])),
            input_config=InputConfig.from_dict(document["input"]),
            sets={one.name: _validity(document["sets"][one.name]) for one in LEAD_SETS},
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


def _validity(values: dict[str, Any]) -> SetValidity:
    labels = tuple(values["labels"])
    if tuple(label["code"] for label in labels) != CODES:
        raise ValueError("expected figures of the 71 statements, found others")
    return SetValidity(
        calibration=Calibration.from_dict(values["decision"]), labels=labels
    )
