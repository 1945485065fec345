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
from ecgkt.models.additive import JoinedModel
from ecgkt.release.additive import RULE, join_additive
from ecgkt.release.model_card import build_card, crops_rule, describe_data
from ecgkt.results.model_card import ModelCard
from ecgkt.training.stages.additive import RECIPE
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
    Put the additive model beside the networks, fit the decision on tuning, judge once.

    Parameters
    ----------
    draft : pathlib.Path
        Folder with weights and configuration, as `save_bundle` wrote them.
    store : PreparedStore
        The data: its split "train" teaches the additive model, and the model is
        evaluated once on "held_out".
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
    state = trained.model.state_dict()
    networks = _as_stored(state, config, half)
    joined = join_additive(networks, store)
    brief = [CODES[place] for place in trained.model_config.brief]
    notes = {"rule": RULE, "recipe": RECIPE}
    stored = _as_stored(state, config, half, joined, notes)
    tuning = predict_split(stored, store, "tuning")
    decision = fit_decision(tuning.logits, tuning.labels)
    stored = replace(stored, decision=decision)
    card = build_card(
        assess(predict_split(stored, store, "held_out"), decision),
        identity=stored.identity,
        decision=decision,
        rules={"crops": crops_rule(brief), "joined": RULE},
        data=describe_data(store),
        training=training,
        created=created,
    )
    finished = {**config, "decision": decision.to_dict()}
    save_bundle(
        out,
        stored.model.state_dict(),
        finished,
        card.to_dict(),
        half=half,
        joined=joined,
        notes=notes,
    )
    return card


def _as_stored(
    state: Mapping[str, Tensor],
    config: dict[str, Any],
    half: bool,
    joined: JoinedModel | None = None,
    notes: Mapping[str, Any] | None = None,
) -> Bundle:
    """Round the weights as the file will: those are evaluated, not the trained ones."""
    with TemporaryDirectory() as folder:
        save_bundle(Path(folder), state, config, half=half, joined=joined, notes=notes)
        return load_bundle(Path(folder), is_draft=True)
