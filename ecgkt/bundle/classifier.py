"""Weights, configuration and card of one model, to and from one folder."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as serialise_tensors
from torch import Tensor, nn

from ecgkt.bundle.files import ModelFiles
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import CheckpointError
from ecgkt.files import read_document, to_json, write_atomically
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.models.decision import Decision
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import CODES

SCHEMA = "ecgkt.model/1"
CARD_SCHEMA = "ecgkt.card/1"
WEIGHTS_FILE = "model.safetensors"
CONFIG_FILE = "config.json"
CARD_FILE = "card.json"
FILES = ModelFiles(
    WEIGHTS_FILE, CONFIG_FILE, SCHEMA, "make the model again with bundle"
)
HALF_FROM = 10_000
"""Smaller tensors (biases, norms, state-space poles) need precision, not space."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """
    One model, ready to score, with all that is known of it.

    Attributes
    ----------
    model : EcgClassifier
        (B, 8, L) mV -> (B, 71) logits; float32 weights, in evaluation mode.
    model_config : ModelConfig
        The architecture.
    input_config : InputConfig
        What the model sees of a recording.
    identity : ModelIdentity
        Name, version and sha256 of the weights file.
    decision : Decision
        Calibration, thresholds and super-class rule.
    config : dict
        The folder's config.json as it is.
    card : dict
        The folder's card.json as it is; empty for a draft without one.
    """

    model: EcgClassifier
    model_config: ModelConfig
    input_config: InputConfig
    identity: ModelIdentity
    decision: Decision
    config: dict[str, Any]
    card: dict[str, Any]


def save_bundle(
    folder: Path,
    state: Mapping[str, Tensor],
    config: Mapping[str, Any],
    card: Mapping[str, Any] | None = None,
    *,
    half: bool = False,
) -> str:
    """
    Write a model folder; the hash of the weights goes into the other two files.

    Parameters
    ----------
    folder : pathlib.Path
        Made if absent. An older bundle there is replaced; without `card` its card is
        removed, for it would speak of other weights.
    state : mapping of str to torch.Tensor
        What ``model.state_dict()`` gives.
    config : mapping
        ``name``, ``version``, ``architecture``, ``input`` and, unless this is a draft,
        ``decision``; schema, vocabulary and hash are filled in here.
    card : mapping or None
        Document of schema ecgkt.card/1; its ``sha256`` is filled in here.
    half : bool
        Whether tensors of `HALF_FROM` numbers or more are stored as float16.

    Returns
    -------
    str
        sha256 of the weights file.

    Raises
    ------
    ValueError
        If a weight or a number of the documents is not finite, float16 included.
    OSError
        If the folder cannot be written; an older bundle stays as it was.
    """
    weights, sha256 = pack_weights(state, half_from=HALF_FROM if half else math.inf)
    vocabulary = {"diagnoses": list(CODES)}
    stamp = {"schema": SCHEMA, "vocabulary": vocabulary, "weights_sha256": sha256}
    contents = {
        folder / WEIGHTS_FILE: weights,
        folder / CONFIG_FILE: to_json({**config, **stamp}),
    }
    if card is not None:
        contents[folder / CARD_FILE] = to_json({**card, "sha256": sha256})
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(contents)
    if card is None:
        (folder / CARD_FILE).unlink(missing_ok=True)
    return sha256


def pack_weights(state: Mapping[str, Tensor], *, half_from: float) -> tuple[bytes, str]:
    """
    Bring weights into the form in which they are stored.

    Parameters
    ----------
    state : mapping of str to torch.Tensor
        What ``model.state_dict()`` gives, on any device.
    half_from : float
        Tensors of so many numbers or more become float16; infinity keeps all as they
        are.

    Returns
    -------
    bytes and str
        Content of a safetensors file, and its sha256.
    """
    weights = serialise_tensors(
        {name: _stored(name, tensor, half_from) for name, tensor in state.items()}
    )
    return weights, hashlib.sha256(weights).hexdigest()


def _stored(name: str, tensor: Tensor, half_from: float) -> Tensor:
    tensor = tensor.detach().cpu().contiguous().clone()
    if tensor.is_floating_point() and tensor.numel() >= half_from:
        tensor = tensor.half()
    if not bool(torch.isfinite(tensor).all()):
        raise ValueError(f"weight {name} is not finite as {tensor.dtype}")
    return tensor


def load_bundle(folder: Path, *, is_draft: bool = False) -> Bundle:
    """
    Read a model folder and refuse whatever does not fit together.

    Parameters
    ----------
    folder : pathlib.Path
        Holds model.safetensors, config.json and card.json.
    is_draft : bool
        Accept a model that is not yet evaluated: no card, and the neutral decision if
        there is none. For `evaluation` only; nothing shows scores of a draft.

    Returns
    -------
    Bundle
        With float32 weights, in evaluation mode.

    Raises
    ------
    CheckpointError
        If a file is missing, damaged or of another schema, if the hash of the weights
        differs from the one in the configuration or the card, or if vocabulary,
        architecture and tensors do not fit each other.
    """
    weights, config = FILES.read(folder)
    sha256 = config["weights_sha256"]
    card: dict[str, Any] = {}
    if not is_draft or (folder / CARD_FILE).exists():
        card = read_document(folder / CARD_FILE, CARD_SCHEMA, CheckpointError)
        FILES._replace(document=CARD_FILE).match("sha256", card.get("sha256"), sha256)
    try:
        codes = config["vocabulary"]["diagnoses"]
        model_config = ModelConfig.from_dict(config["architecture"])
        input_config = InputConfig.from_dict(config["input"])
        decision = _decision(config, is_draft)
        identity = ModelIdentity(
            name=config["name"], version=config["version"], sha256=sha256
        )
        model = build_model(model_config)
    except (KeyError, TypeError, ValueError) as error:
        message = f"{CONFIG_FILE}: expected a complete {SCHEMA}, found {error!r}"
        raise CheckpointError(message) from error
    FILES.match("vocabulary", tuple(codes), CODES)
    _fill(model, weights)
    return Bundle(
        model=model.eval(),
        model_config=model_config,
        input_config=input_config,
        identity=identity,
        decision=decision,
        config=config,
        card=card,
    )


def _decision(config: dict[str, Any], is_draft: bool) -> Decision:
    if is_draft and "decision" not in config:
        return Decision.neutral()
    return Decision.from_dict(config["decision"])


def _fill(model: nn.Module, weights: bytes) -> None:
    """Load the tensors into a model, refusing missing, foreign and misshapen ones."""
    try:
        tensors = parse_tensors(weights)
    except SafetensorError as error:
        message = f"{WEIGHTS_FILE}: expected safetensors, found a damaged file"
        raise CheckpointError(message) from error
    expected, found = (
        {name: tuple(tensor.shape) for name, tensor in state.items()}
        for state in (model.state_dict(), tensors)
    )
    if expected != found:
        wrong = min(set(expected.items()) ^ set(found.items()))[0]
        message = (
            f"{WEIGHTS_FILE}: expected tensor {wrong} of shape {expected.get(wrong)}, "
            f"found {found.get(wrong)}; architecture and weights do not fit"
        )
        raise CheckpointError(message)
    model.load_state_dict(tensors)  # copies into the float32 parameters
