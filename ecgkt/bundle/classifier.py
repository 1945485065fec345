"""Weights, configuration and card of one model, to and from one folder."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from torch import Tensor, nn

from ecgkt.bundle import additive
from ecgkt.bundle.files import ModelFiles
from ecgkt.bundle.tensors import pack_weights
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import CheckpointError
from ecgkt.files import read_document, to_json, write_atomically
from ecgkt.measure.measured_values import measured_values
from ecgkt.models.additive import JoinedModel
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.models.decision import Decision
from ecgkt.models.predict import Scored, predict_with_embeddings
from ecgkt.results.model_card import scoring_sha256
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
        Name, version and sha256 of the weights files.
    decision : Decision
        Calibration, thresholds and super-class rule of the scores.
    joined : JoinedModel or None
        The additive model that scores beside the networks; None where they do alone.
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
    joined: JoinedModel | None = None

    @property
    def networks(self) -> Decision:
        """What the networks' logits alone mean: maps are of them."""
        return self.joined.networks if self.joined else self.decision

    def predict(self, signals: NDArray[np.float32]) -> Scored:
        """
        Score recordings, as they are shown.

        Parameters
        ----------
        signals : numpy.ndarray of shape (n_records, 8, n_samples), float32
            What `model_input` made of the recordings, mV.

        Returns
        -------
        Scored
            Logits before `decision`, or `networks` of what the networks saw.
        """
        seen = predict_with_embeddings(self.model, signals, self.input_config)
        logits, values = self.join(seen.logits, signals)
        return Scored(seen, seen._replace(logits=logits), values)

    def score(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the logits that are shown, (n, 8, n_samples) mV -> (n, 71)."""
        return self.predict(signals).shown.logits

    def join(
        self, logits: NDArray[np.float32], signals: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """
        Add to what the networks say of recordings what their measured values say.

        Parameters
        ----------
        logits : numpy.ndarray of shape (n_records, 71), float32
            Of the networks.
        signals : numpy.ndarray of shape (n_records, 8, n_samples), float32
            What they saw, mV.

        Returns
        -------
        tuple of numpy.ndarray
            Logits before `decision`, as `logits`, and the values, (n_records,
            n_values).
        """
        fs = self.input_config.fs
        values = np.stack([measured_values(signal, fs) for signal in signals])
        if self.joined is not None:
            logits = self.joined.join(logits, values)
        return logits, values

    def value_parts(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """
        Tell what each measured value adds to the log-odds that are shown.

        Parameters
        ----------
        values : numpy.ndarray of shape (n_records, n_values), float64
            As `predict` gave them.

        Returns
        -------
        numpy.ndarray of shape (n_records, n_values, 71), float64
            Beyond an average ECG; all 0 where the networks score alone.
        """
        if self.joined is None:
            return np.zeros((*values.shape, len(CODES)))
        slopes = np.asarray(self.decision.statements.platt)[:, 0]
        parts = self.joined.share * self.joined.additive.parts(values) * slopes
        parts[np.isnan(values).all(axis=1)] = 0
        return parts


def save_bundle(
    folder: Path,
    state: Mapping[str, Tensor],
    config: Mapping[str, Any],
    card: Mapping[str, Any] | None = None,
    *,
    half: bool = False,
    joined: JoinedModel | None = None,
    notes: Mapping[str, Any] | None = None,
) -> str:
    """
    Write a model folder; the hashes of the weights go into its documents.

    Parameters
    ----------
    folder : pathlib.Path
        Made if absent. An older bundle there is replaced; what is not given of `card`
        and `joined` is removed, for it would speak of other weights.
    state : mapping of str to torch.Tensor
        What ``model.state_dict()`` gives.
    config : mapping
        ``name``, ``version``, ``architecture``, ``input`` and, unless this is a draft,
        ``decision``; schema, vocabulary and hash are filled in here.
    card : mapping or None
        Document of schema ecgkt.card/1; its ``sha256`` is filled in here.
    half : bool
        Whether tensors of `HALF_FROM` numbers or more are stored as float16.
    joined : JoinedModel or None
        What scores beside the networks.
    notes : mapping or None
        How it was made, JSON-ready.

    Returns
    -------
    str
        sha256 of the weights that score: of both files, one after the other.

    Raises
    ------
    ValueError
        If a weight or a number of the documents is not finite, float16 included.
    OSError
        If the folder cannot be written; an older bundle stays as it was.
    """
    weights, networks = pack_weights(state, half_from=HALF_FROM if half else math.inf)
    vocabulary = {"diagnoses": list(CODES)}
    stamp = {"schema": SCHEMA, "vocabulary": vocabulary, "weights_sha256": networks}
    contents = {
        WEIGHTS_FILE: weights,
        CONFIG_FILE: to_json({**config, **stamp}),
    }
    if joined is not None:
        contents |= additive.pack_additive(joined, networks, notes or {})
    sha256 = scoring_sha256(weights, contents.get(additive.WEIGHTS_FILE))
    if card is not None:
        contents[CARD_FILE] = to_json({**card, "sha256": sha256})
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically({folder / name: content for name, content in contents.items()})
    for name in (CARD_FILE, additive.WEIGHTS_FILE, additive.DOCUMENT_FILE):
        if name not in contents:
            (folder / name).unlink(missing_ok=True)
    return sha256


def load_bundle(folder: Path, *, is_draft: bool = False) -> Bundle:
    """
    Read a model folder and refuse whatever does not fit together.

    Parameters
    ----------
    folder : pathlib.Path
        Holds model.safetensors, config.json and card.json, and additive.safetensors
        and additive.json where values score beside the networks.
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
    networks = config["weights_sha256"]
    beside, joined = additive.load_additive(folder, networks) or (None, None)
    sha256 = scoring_sha256(weights, beside)
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
            name=config["name"],
            version=config["version"],
            sha256=sha256,
            networks=networks,
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
        joined=joined,
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
