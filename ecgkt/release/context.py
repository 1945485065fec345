"""A finished run of stage "context" becomes the second result beside the main model."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.context import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    pack_context,
    unpack_context,
)
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import CheckpointError
from ecgkt.evaluation.context_figures import (
    ContextScores,
    context_figures,
    statement_gains,
)
from ecgkt.files import to_json, write_atomically
from ecgkt.models.context import ContextConfig, ContextModel, context_rows
from ecgkt.models.predict import predict_with_crops
from ecgkt.results.cases.groups import age_band
from ecgkt.results.context import ContextTable
from ecgkt.results.document import Figure, Weights
from ecgkt.results.model_card import BUNDLED
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.stages.context import PLAIN, SHIPPED, STAGE
from ecgkt.types.context import ContextValidity, Measured, StatementValidity
from ecgkt.vocab.statements import MIN_POSITIVES

COMMAND = "python -m ecgkt bundle-context RUN --store STORE"
SPLITS = ("tuning", "held_out")
UNJUDGED = ContextValidity(0, Measured(None), ())


def release_context(run: Path, store: Path, *, out: Path = BUNDLED) -> dict[str, Any]:
    """
    Judge a context's network beside the main model, and let it join the model folder.

    Parameters
    ----------
    run : pathlib.Path
        Finished run folder of ``train context``.
    store : pathlib.Path
        The store it was trained on.
    out : pathlib.Path
        The main model's folder: context.safetensors, context.json and
        results/context.json are written there.

    Returns
    -------
    dict
        Schema ecgkt.context-results/1, as written.

    Raises
    ------
    CheckpointError
        If the run is not finished, damaged, of another stage, store or model.
    """
    finished, data, bundle = load_run(run), open_store(store), load_bundle(out)
    _check(finished, data, bundle)
    nets = [
        _unpack(_pack(finished, bundle, name, UNJUDGED)) for name in (SHIPPED, PLAIN)
    ]
    seen = {split: _scores(bundle, nets, data, split) for split in SPLITS}
    table = ContextTable(
        command=COMMAND,
        data_hash=data.manifest["data_hash"],
        model=Weights(sha256=bundle.identity.sha256),
        context=Weights(sha256=nets[0].identity.sha256),
        n_parameters=sum(p.numel() for p in nets[0].net.parameters()),
        splits={split: context_figures(scores) for split, scores in seen.items()},
        labels=statement_gains(seen["held_out"]),
    )
    files = _pack(finished, bundle, SHIPPED, validity_of(table))
    (out / "results").mkdir(exist_ok=True)
    contents = {out / name: content for name, content in files.items()}
    document = table.to_dict()
    write_atomically({**contents, out / "results" / table.FILE: to_json(document)})
    return document


def validity_of(table: ContextTable) -> ContextValidity:
    """Return what every second result is shown with."""
    held_out = table.splits["held_out"]
    return ContextValidity(
        n_records=held_out.n_records,
        gain=_measured(held_out.all.gain),
        statements=tuple(
            StatementValidity(
                auroc=_measured(label.with_context),
                is_validated=label.positives >= MIN_POSITIVES,
            )
            for label in table.labels
        ),
    )


def _measured(figure: Figure) -> Measured:
    return Measured(figure.value, figure.ci)


def _check(run: FinishedRun, store: PreparedStore, bundle: Bundle) -> None:
    for name, expected in (
        ("stage", STAGE),
        ("data_hash", store.manifest["data_hash"]),
        ("model_sha256", bundle.identity.sha256),
    ):
        if run.config.get(name) != expected:
            raise CheckpointError(
                f"expected a run of {name} {expected}, found {run.config.get(name)} in "
                f"{run.folder}"
            )


def _pack(
    run: FinishedRun, bundle: Bundle, name: str, validity: ContextValidity
) -> dict[str, bytes]:
    config = ContextConfig.from_dict(run.config["architecture"])
    described = {
        "architecture": replace(config, attends=name == SHIPPED).to_dict(),
        "model_sha256": bundle.identity.sha256,
        "validity": msgspec.to_builtins(validity),
    }
    notes = {
        "command": COMMAND,
        "training": {
            key: run.config[key] for key in ("seed", "recipe", "forgotten", "penalty")
        },
        "data_hash": run.config["data_hash"],
    }
    start = f"{name}."
    state = {
        key.removeprefix(start): value
        for key, value in run.tensors.items()
        if key.startswith(start)
    }
    return pack_context(state, described, notes)


def _unpack(files: dict[str, bytes]) -> ContextModel:
    return unpack_context(files[WEIGHTS_FILE], json.loads(files[DOCUMENT_FILE]))


def _scores(
    bundle: Bundle,
    models: Sequence[ContextModel],
    store: PreparedStore,
    split: str,
) -> ContextScores:
    """Score one split without a context, and with it by each of the networks."""
    rows = store.split(split)
    people = store.records.iloc[rows]
    contexts = context_rows(people["age"], people["sex"])
    config = bundle.input_config
    alone: list[NDArray[np.float64]] = []
    added: list[list[NDArray[np.float64]]] = [[] for _ in models]
    for signals in StoreSignals(store, config).chunks(rows):
        seen = predict_with_crops(bundle.model, signals, config)
        first = sum(map(len, alone))
        chunk = contexts[first : first + len(signals)]
        alone.append(bundle.decision.statements.calibrate(seen.logits))
        for parts, model in zip(added, models, strict=True):
            parts.append(model.correct(seen.crops, chunk).parts.sum(axis=1))
    log_odds = np.concatenate(alone)
    with_context, plain = (log_odds + np.concatenate(parts) for parts in added)
    return ContextScores(
        alone=log_odds,
        with_context=with_context,
        plain=plain,
        labels=store.labels[rows].astype(np.int64),
        patient_ids=people["patient_id"].to_numpy(),
        strata=np.array(
            [
                f"{age_band(None if np.isnan(age) else age)} {sex}"
                for age, sex in zip(people["age"], people["sex"], strict=True)
            ]
        ),
    )
