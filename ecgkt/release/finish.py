"""From trained weights to a model folder that may be shown: decision, then card."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from torch import Tensor

from ecgkt.bundle.classifier import Bundle, load_bundle, save_bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.evaluation.assess import assess
from ecgkt.evaluation.fit_decision import fit_decision
from ecgkt.evaluation.predict_split import predict_split
from ecgkt.release.model_card import build_card, describe_data
from ecgkt.results.model_card import ModelCard
from ecgkt.vocab.statements import CODES


def finish_bundle(
    draft: Path,
    store: PreparedStore,
    *,
    out: Path,
    training: dict[str, Any],
    created: str,
    half: bool = True,
) -> ModelCard:
    """
    Fit the decision on tuning, evaluate once on held-out, and write the whole bundle.

    Parameters
    ----------
    draft : pathlib.Path
        Folder with weights and configuration, as `save_bundle` wrote them.
    store : PreparedStore
        The data, with tuning and held-out records.
    out : pathlib.Path
        Folder of the finished bundle; it may be `draft` itself.
    training : dict
        What training says of itself, JSON-ready.
    created : str
        Date, YYYY-MM-DD.
    half : bool
        Whether large tensors are stored as float16; the figures are those of the
        weights as stored.

    Returns
    -------
    ModelCard
        The card that was written.

    Raises
    ------
    EcgktError
        If the draft or the store is incomplete or they do not fit each other.
    OSError
        If `out` cannot be written.
    """
    trained = load_bundle(draft, is_draft=True)
    config = {k: v for k, v in trained.config.items() if k != "decision"}
    stored = _as_stored(trained.model.state_dict(), config, half)
    tuning = predict_split(stored, store, "tuning")
    decision = fit_decision(tuning.logits, tuning.labels)
    stored = replace(stored, decision=decision)
    card = build_card(
        assess(predict_split(stored, store, "held_out"), decision),
        identity=stored.identity,
        decision=decision,
        brief=[CODES[place] for place in trained.model_config.brief],
        data=describe_data(store),
        training=training,
        created=created,
    )
    finished = {**config, "decision": decision.to_dict()}
    save_bundle(out, stored.model.state_dict(), finished, card.to_dict(), half=half)
    return card


def _as_stored(
    state: Mapping[str, Tensor], config: dict[str, Any], half: bool
) -> Bundle:
    """Round the weights as the file will: those are evaluated, not the trained ones."""
    with TemporaryDirectory() as folder:
        save_bundle(Path(folder), state, config, half=half)
        return load_bundle(Path(folder), is_draft=True)
