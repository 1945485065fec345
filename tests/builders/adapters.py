"""Local ECGs whose statements another cart has shifted, and adapters to them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from ecgkt.bundle.adapter import pack_adapter, save_adapter
from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import SCHEMA, StoreFiles
from ecgkt.models.adapter import Adapter
from ecgkt.models.predict import Prediction
from ecgkt.results.adapter import (
    VERSION,
    AdaptedStatement,
    AdapterDocument,
    AdapterTable,
    BeforeAfter,
    SiteRow,
)
from ecgkt.results.document import Figure
from ecgkt.training.stages.adapt import LocalEcgs
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.statements import CODES

WIDTH = 20
FREQUENT, RARE = CODES.index("AFIB"), CODES.index("PSVT")
LOUD_UV = {False: 200, True: 400}
"""Standard deviation of the noise without and with the planted statement."""


def local_ecgs(n=200, *, shift=2.0, seed=0) -> LocalEcgs:
    """
    Return ECGs of n / 2 patients, of which three statements are common and one rare.

    The logits of the common ones are too high by `shift`, and one number of the
    embedding tells what they miss.
    """
    rng = np.random.default_rng(seed)
    embeddings = rng.normal(1, 2, (n, WIDTH)).astype(np.float32)
    logits = rng.normal(-1, 1, (n, len(CODES))).astype(np.float32)
    labels = np.zeros(logits.shape, np.uint8)
    for column in (FREQUENT, FREQUENT + 1, FREQUENT + 2):
        true = logits[:, column] + shift / 2 * (embeddings[:, 3] - 1)
        labels[:, column] = rng.random(n) < 1 / (1 + np.exp(-true))
    labels[:2, RARE] = 1
    logits[:, FREQUENT : FREQUENT + 3] += shift
    is_known = np.ones(len(CODES), dtype=bool)
    return LocalEcgs(
        Prediction(logits, embeddings), labels, is_known, np.repeat(np.arange(n), 2)[:n]
    )


def measured(*, auroc=(0.01, 0.03), loss=(-0.02, -0.01)) -> BeforeAfter:
    """Return invented figures; the intervals are those of the gains."""

    def figure(value, ci=None):
        return Figure(value=value, ci=ci)

    return BeforeAfter(
        n_records=120,
        n_patients=90,
        n_statements=3,
        auroc_before=figure(0.9, (0.88, 0.92)),
        auroc_after=figure(0.92, (0.9, 0.94)),
        auroc_gain=figure(sum(auroc) / 2, auroc),
        loss_before=figure(0.2, (0.18, 0.22)),
        loss_after=figure(0.185, (0.17, 0.2)),
        loss_gain=figure(sum(loss) / 2, loss),
    )


def study_row(**changes) -> SiteRow:
    return SiteRow(
        **{
            "name": "ward",
            "kind": "simulated",
            "n_taught": 50,
            "n_draws": 5,
            "n_better": 3,
            "measured": measured(),
            **changes,
        }
    )


def study_of(*rows: SiteRow) -> AdapterTable:
    """Return an invented study."""
    return AdapterTable(
        command="python -m ecgkt evaluate adapter --store INVENTED",
        rule="Invented sites.",
        sha256="0" * 64,
        split="tuning",
        sites=rows,
    )


def any_adapter(width=WIDTH, codes=("AFIB", "PSVT")) -> Adapter:
    rng = np.random.default_rng(5)
    return Adapter(
        columns=tuple(sorted(map(CODES.index, codes))),
        down=rng.normal(size=(4, width)).astype(np.float32),
        up=rng.normal(size=(len(codes), 4)).astype(np.float32),
        shift=np.full(len(codes), 3, np.float32),
    )


def document_of(adapter: Adapter, model: ModelIdentity, **changes) -> AdapterDocument:
    return AdapterDocument(
        **{
            "version": VERSION,
            "weights_sha256": pack_adapter(adapter)[1],
            "model": model,
            "site": "Ward 7",
            "rule": "invented",
            "n_records": 120,
            "n_patients": 90,
            "seed": 0,
            "statements": tuple(
                AdaptedStatement(code=CODES[column], positives=9)
                for column in adapter.columns
            ),
            "measured": measured(),
            **changes,
        }
    )


def save_adapter_of(folder: Path, model: Path, **changes) -> AdapterDocument:
    """Write an adapter of a model folder, which raises AFIB and PSVT by far."""
    bundle = load_bundle(model)
    adapter = any_adapter(sum(bundle.model.encoder.widths))
    document = document_of(adapter, bundle.identity, **changes)
    save_adapter(folder, adapter, document)
    return document


def save_local_store(
    folder: Path, *, n_patients=60, codes=CODES, is_mixed=True
) -> None:
    """Write two ECGs of each patient; AFIB is said of those that are loud, if mixed."""
    folder.mkdir(exist_ok=True)
    files, rng = StoreFiles(folder), np.random.default_rng(8)
    patients = np.repeat(np.arange(n_patients), 2)
    n = len(patients)
    is_loud = (rng.random(n) < 0.4) if is_mixed else np.ones(n, bool)
    likelihoods = np.full((n, len(codes)), np.nan, np.float32)
    likelihoods[is_loud, FREQUENT] = 100
    sizes = np.array([LOUD_UV[loud] for loud in is_loud.tolist()])
    signals = rng.normal(0, 1, (n, 8, 1000)) * sizes[:, None, None]
    np.save(files.signals, signals.astype(np.int16))
    records = pd.DataFrame({"patient_id": patients, "fold": 10, "split": "held_out"})
    records.insert(0, "record_id", np.arange(n).astype(str))
    records.to_parquet(files.records)
    pd.DataFrame(likelihoods, columns=list(codes)).to_parquet(files.statements)
    manifest = {
        "schema": SCHEMA,
        "source": "invented",
        "fs": 100.0,
        "leads": list(INDEPENDENT_LEADS),
    }
    files.manifest.write_text(json.dumps(manifest))
