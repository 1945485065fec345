"""A site adapter made and judged from the labelled ECGs of a prepared store."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.adapter import SiteAdapter, pack_adapter, save_adapter
from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.dataset.patient_folds import first_patients
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.models.adapter import RANK
from ecgkt.models.predict import Prediction
from ecgkt.results.adapter import (
    SITE_NEEDS,
    VERSION,
    AdaptedStatement,
    AdapterDocument,
    is_site,
)
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.adapter.before_after import FOLDS, cross_fit
from ecgkt.training.stages.adapt import LEAST, PRIOR, LocalEcgs, fit_adapter
from ecgkt.vocab.statements import CODES

LEAST_RECORDS, LEAST_PATIENTS = 50, 20
MOST_RECORDS = 500
"""More are not needed, and 500 take less than two minutes on one core."""
RULE = (
    "Change of the last layer by ridge regression towards none (penalty of a squared "
    f"weight {PRIOR:g} / n), cut to {RANK} directions; statements with fewer than "
    f"{LEAST} local ECGs with or without them stay as they are. Judged on the same "
    f"ECGs in {FOLDS} parts by patient, each read by an adapter that the others taught."
)


class Choice(NamedTuple):
    """
    Which ECGs of a store teach an adapter.

    Attributes
    ----------
    split : str or None
        Of the store; None for all.
    n_records : int
        At most so many, of whole patients.
    seed : int
        Of which patients, and of the parts in which it is judged.
    """

    split: str | None = None
    n_records: int = MOST_RECORDS
    seed: int = 0


def make_adapter(
    store: Path,
    out: Path,
    *,
    site: str,
    choice: Choice,
    folder: Path = BUNDLED,
    say: Callable[[str], None] = lambda _text: None,
) -> AdapterDocument:
    """
    Make an adapter, judge it, and write both.

    Parameters
    ----------
    store : pathlib.Path
        Labelled ECGs with the model's statements, none of which taught the model.
    out : pathlib.Path
        Folder of the adapter.
    site : str
        What to call the place that the ECGs come from.
    choice : Choice
        Which of its ECGs.
    folder : pathlib.Path
        The model's.
    say : callable
        Told of each step.

    Returns
    -------
    AdapterDocument
        As written.

    Raises
    ------
    EcgktError
        If there are too few ECGs, patients or statements, the store does not fit the
        model, or the folder cannot be written.
    """
    if not is_site(site):
        raise EcgktError(f"{SITE_NEEDS}, found {len(site)}: name it with --site")
    bundle = load_bundle(folder)
    local = read_local(bundle, open_store(store), choice)
    say(f"{len(local.labels)} ECGs read, {len(local.columns)} statements to learn")
    made = _adapter_of(bundle, local, site=site, seed=choice.seed)
    try:
        save_adapter(out, *made)
    except OSError as error:
        raise EcgktError(f"cannot write to {out}: {error.strerror}") from error
    return made.document


def read_local(bundle: Bundle, store: PreparedStore, choice: Choice) -> LocalEcgs:
    """
    Choose labelled ECGs of a store, by patient, and read them as shipped.

    Raises
    ------
    EcgktError
        If there are too few, or they do not fit the model.
    """
    if store.names != CODES:
        raise EcgktError(
            f"expected a store of the {len(CODES)} statements of the model, found one "
            f"of {len(store.names)} others from {store.manifest['source']}: bring the "
            "labels into the layout of PTB-XL and use prepare ptb-xl"
        )
    signals = StoreSignals(store, bundle.input_config)
    is_chosen = store.is_labelled.copy()
    if choice.split is not None:
        is_chosen &= store.records["split"].to_numpy() == choice.split
    rows = np.flatnonzero(is_chosen)
    patients = store.records["patient_id"].to_numpy()
    if len(rows):
        rows = rows[signals.has_all_leads(rows)]
        rows = rows[first_patients(patients[rows], choice.n_records, seed=choice.seed)]
    n_patients = len(np.unique(patients[rows]))
    if len(rows) < LEAST_RECORDS or n_patients < LEAST_PATIENTS:
        raise EcgktError(
            f"expected at least {LEAST_RECORDS} labelled ECGs of {LEAST_PATIENTS} "
            f"patients to adapt to, found {len(rows)} of {n_patients}: add more"
        )
    local = LocalEcgs(
        prediction=_predict(bundle, signals, rows),
        labels=store.labels[rows],
        is_known=np.ones(len(CODES), dtype=bool),
        patient_ids=patients[rows],
    )
    if not len(local.columns):
        raise EcgktError(
            f"expected a statement that at least {LEAST} of the {len(rows)} ECGs carry "
            f"and at least {LEAST} do not, found none: add ECGs of both kinds"
        )
    return local


def _predict(
    bundle: Bundle, signals: StoreSignals, rows: NDArray[np.int64]
) -> Prediction:
    parts = [bundle.predict(chunk).shown for chunk in signals.chunks(rows)]
    return Prediction(*map(np.concatenate, zip(*parts, strict=True)))


def _adapter_of(
    bundle: Bundle, local: LocalEcgs, *, site: str, seed: int
) -> SiteAdapter:
    adapter = fit_adapter(local, bundle.decision)
    positives = local.labels.sum(axis=0, dtype=int)
    document = AdapterDocument(
        version=VERSION,
        weights_sha256=pack_adapter(adapter)[1],
        model=bundle.identity,
        site=site,
        rule=RULE,
        n_records=len(local.labels),
        n_patients=len(np.unique(local.patient_ids)),
        seed=seed,
        statements=tuple(
            AdaptedStatement(code=CODES[column], positives=int(positives[column]))
            for column in adapter.columns
        ),
        measured=cross_fit(local, bundle.decision, seed=seed),
    )
    return SiteAdapter(adapter, document)
