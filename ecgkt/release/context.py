"""A finished run of stage "context" becomes the second result beside the main model."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pandas as pd
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
from ecgkt.models.predict import CropPrediction, predict_with_crops
from ecgkt.results.cases.groups import age_band
from ecgkt.results.context import ContextTable
from ecgkt.results.document import Figure, Weights
from ecgkt.results.model_card import BUNDLED
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.stages.context import (
    N_FOLDS,
    PLAIN,
    SHIPPED,
    STAGE,
    net_name,
    patient_parts,
)
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
    shipped = _net(finished, bundle, SHIPPED)
    seen = {split: _scores(finished, bundle, data, split) for split in SPLITS}
    table = ContextTable(
        command=COMMAND,
        data_hash=data.manifest["data_hash"],
        model=Weights(sha256=bundle.identity.sha256),
        context=Weights(sha256=shipped.identity.sha256),
        n_parameters=sum(p.numel() for p in shipped.net.parameters()),
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
        "architecture": replace(config, attends=name.startswith(SHIPPED)).to_dict(),
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


def _net(
    run: FinishedRun, bundle: Bundle, kind: str, fold: int | None = None
) -> ContextModel:
    """Return a network of a run, its weights rounded as the shipped file holds them."""
    files = _pack(run, bundle, net_name(kind, fold), UNJUDGED)
    return unpack_context(files[WEIGHTS_FILE], json.loads(files[DOCUMENT_FILE]))


class _Seen(NamedTuple):
    """One split: log-odds of the ECG alone, crops, and what is known of the people."""

    alone: NDArray[np.float64]
    crops: NDArray[np.float32]
    contexts: NDArray[np.float32]
    people: pd.DataFrame


def _scores(
    run: FinishedRun, bundle: Bundle, store: PreparedStore, split: str
) -> ContextScores:
    """Score one split by networks that did not learn from these patients."""
    rows = store.split(split)
    rows = rows[store.is_labelled[rows]]
    seen = _look(bundle, store, rows)
    patients = seen.people["patient_id"].to_numpy()
    parts = patient_parts(patients) if split == "tuning" else None
    added = {kind: _added(run, bundle, kind, seen, parts) for kind in (SHIPPED, PLAIN)}
    known = zip(seen.people["age"], seen.people["sex"], strict=True)
    bands = [f"{age_band(None if np.isnan(age) else age)} {sex}" for age, sex in known]
    return ContextScores(
        alone=seen.alone,
        with_context=seen.alone + added[SHIPPED],
        plain=seen.alone + added[PLAIN],
        labels=store.labels[rows].astype(np.int64),
        patient_ids=patients,
        strata=np.array(bands),
    )


def _look(bundle: Bundle, store: PreparedStore, rows: NDArray[np.int64]) -> _Seen:
    config, people = bundle.input_config, store.records.iloc[rows]
    chunks = StoreSignals(store, config).chunks(rows)
    views = [_crops(bundle, signals) for signals in chunks]
    logits, crops = map(np.concatenate, zip(*views, strict=True))
    alone = bundle.decision.statements.calibrate(logits)
    return _Seen(alone, crops, context_rows(people["age"], people["sex"]), people)


def _crops(bundle: Bundle, signals: NDArray[np.float32]) -> CropPrediction:
    """Score some recordings as they are shown, and keep what was seen of each crop."""
    seen = predict_with_crops(bundle.model, signals, bundle.input_config)
    return seen._replace(logits=bundle.join(seen.logits, signals)[0])


def _added(
    run: FinishedRun,
    bundle: Bundle,
    kind: str,
    seen: _Seen,
    parts: NDArray[np.int64] | None,
) -> NDArray[np.float64]:
    """Return what a kind of network adds; by `parts`, each without those patients."""
    if parts is None:
        net = _net(run, bundle, kind)
        return net.correct(seen.crops, seen.contexts).parts.sum(axis=1)
    added = np.zeros_like(seen.alone)
    for fold in range(N_FOLDS):
        at, net = parts == fold, _net(run, bundle, kind, fold)
        added[at] = net.correct(seen.crops[at], seen.contexts[at]).parts.sum(axis=1)
    return added
