"""What is familiar to the bundled model is learned from its training ECGs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.familiarity import save_familiarity
from ecgkt.dataset.store import open_store
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.evaluation.screen import SEED, records_of, screen, tuning_halves
from ecgkt.models.familiarity import fit_familiarity, with_limit
from ecgkt.models.predict import Prediction, predict_with_embeddings
from ecgkt.results.model_card import BUNDLED

COMMAND = "python -m ecgkt bundle-ood --store STORE"
N_TAUGHT = 3000
N_CLEAN = 900
ALARM_SHARE = 0.015
"""Of clean tuning ECGs; 2 % is the most that was agreed (contract.md)."""
MIN_RECORDS = 20
"""Below these nothing can be learned."""


def release_familiarity(
    store: Path,
    *,
    out: Path = BUNDLED,
    n_taught: int = N_TAUGHT,
    n_clean: int = N_CLEAN,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Learn from training ECGs, set the limit on clean tuning ECGs, join the model folder.

    Parameters
    ----------
    store : pathlib.Path
        The one that the model was trained on.
    out : pathlib.Path
        The model's folder: ood.safetensors and ood.json are written there.
    n_taught, n_clean : int
        At most so many ECGs of the training split, and of one half of the tuning split
        before the gates; the other half is for ``evaluate ood``.
    say : callable
        Told of the progress.

    Returns
    -------
    dict
        ``n_taught``, ``n_clean``, ``n_axes``, ``limit``, ``alarm_share``.

    Raises
    ------
    EcgktError
        If the store does not fit the model, or has too few ECGs.
    """
    bundle, opened = load_bundle(out), open_store(store)
    signals = StoreSignals(opened, bundle.input_config)
    train = opened.split("train")
    whole = train[signals.has_all_leads(train)] if len(train) else train
    if len(whole) < MIN_RECORDS:
        raise EcgktError(
            f"expected {MIN_RECORDS} training ECGs with all leads in the store, found "
            f"{len(whole)}"
        )
    rng = np.random.default_rng(SEED)
    rows = np.sort(rng.permutation(whole)[:n_taught])
    parts = []
    for chunk in signals.chunks(rows):
        parts.append(predict_with_embeddings(bundle.model, chunk, bundle.input_config))
        say(f"{sum(len(part.logits) for part in parts)} of {len(rows)} training ECGs")
    fitted = fit_familiarity(Prediction(*map(np.concatenate, zip(*parts, strict=True))))
    first, _ = tuning_halves(opened, bundle)
    seen = screen(bundle, records_of(opened, first[:n_clean]))
    clean = seen.only(seen.verdicts == "accept")
    if len(clean.verdicts) < MIN_RECORDS:
        raise EcgktError(
            f"expected {MIN_RECORDS} tuning ECGs that the gates accept, found "
            f"{len(clean.verdicts)}"
        )
    ready = with_limit(fitted, clean.prediction, ALARM_SHARE)
    notes = {
        "command": COMMAND,
        "data_hash": opened.manifest["data_hash"],
        "n_taught": len(rows),
        "n_clean": len(clean.verdicts),
    }
    save_familiarity(out, ready, model_sha256=bundle.identity.networks, notes=notes)
    return {
        **notes,
        "n_axes": len(ready.axes),
        "limit": ready.limit,
        "alarm_share": ready.alarm_share,
    }
