"""Scores under noise of known strength, with and without the gate."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.config import QualityConfig
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.errors import EcgktError
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.models.predict import predict_logits
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.model_input import model_input
from ecgkt.preprocess.resample import resample
from ecgkt.quality.heart_gates import judge_beats
from ecgkt.quality.inspected import INDEPENDENT, Inspected, Level
from ecgkt.quality.lead_noise import beat_heights
from ecgkt.quality.noise import judge_noise
from ecgkt.results.document import Figure
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.robustness import NoiseRow, RobustnessTable
from ecgkt.results.statistics.bootstrap import macro, patient_weights
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.simulate.plant_noise import plant_noise, round_to_steps
from ecgkt.types.record import EcgRecord, Floats
from ecgkt.vocab.noise_kinds import NoiseKind
from ecgkt.vocab.statements import CODES

SNR_DB = (24, 18, 12, 6, 0, -6)
KINDS = get_args(NoiseKind)
FS = 500.0
"""Hz to which recordings are brought before noise is added: mains and muscle noise are
in it whole, and the filter before the model's rate is part of what is tested."""
MIN_POSITIVES = 20
"""Of a statement in the sample, or its AUROC says nothing."""
CONFIG = QualityConfig()
N_RECORDS = 360
N_DRAWS = 200
SEED = 14
COMMAND = "python -m ecgkt evaluate robustness --store STORE --records {n} --json"


class Sample(NamedTuple):
    """
    Records that noise is planted in.

    Attributes
    ----------
    records : list of EcgRecord
        As stored, gaps bridged.
    labels : numpy.ndarray of shape (n_records, n_statements), uint8
        Of statements with enough positives.
    columns : numpy.ndarray of shape (n_statements,), int
        Which statements these are.
    weights : numpy.ndarray of shape (n_records, 1 + n_draws), int
        Of the bootstrap of patients.
    heights : list of numpy.ndarray of shape (8,), float64
        mV, QRS of each independent lead.
    """

    records: list[EcgRecord]
    labels: NDArray[np.uint8]
    columns: NDArray[np.intp]
    weights: NDArray[np.int32]
    heights: list[Floats]


def evaluate_robustness(
    store: Path,
    *,
    n_records: int = N_RECORDS,
    folder: Path = BUNDLED,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Add noise to recordings of the tuning split and score them.

    The limits of the gate were set on the same split; the model never trained on it.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare ptb-xl`` wrote.
    n_records : int
        Drawn from the split.
    folder : pathlib.Path
        The model; by default the shipped one.
    say : callable
        Told of each row.

    Returns
    -------
    dict
        Schema ecgkt.robustness/1.

    Raises
    ------
    EcgktError
        If the store is not one of the 71 statements at the model's rate, or no
        statement has enough positives.
    """
    bundle = load_bundle(folder)
    opened = open_store(store)
    sample = draw_sample(opened, bundle, n_records)
    store_fs = float(opened.manifest["fs"])
    rows = [_row(bundle, sample, None, None)]
    for kind in KINDS:
        rows += [_row(bundle, sample, kind, snr_db) for snr_db in SNR_DB]
        say(f"{kind}: AUROC {rows[-1].auroc.value:.3f} at {SNR_DB[-1]} dB")
    return RobustnessTable(
        command=COMMAND.format(n=n_records),
        sha256=bundle.identity.sha256,
        split="tuning",
        fs=FS,
        n_records=len(sample.records),
        min_positives=MIN_POSITIVES,
        statements=tuple(CODES[column] for column in sample.columns),
        rule=(
            f"Recordings of {store_fs:g} Hz were brought to {FS:g} Hz, noise was added "
            "to each lead by itself, and they were scored as the app does it. Strength "
            "in dB of QRS over noise, both peak to peak."
        ),
        rows=tuple(rows),
    ).to_dict()


def draw_sample(store: PreparedStore, bundle: Bundle, n_records: int) -> Sample:
    """
    Draw records of the tuning split in which beats are found.

    Parameters
    ----------
    store : PreparedStore
        Of the model's statements and rate.
    bundle : Bundle
        The model.
    n_records : int
        How many; first so that each statement that has enough positives in the split
        has them in the sample, then at random.

    Returns
    -------
    Sample

    Raises
    ------
    EcgktError
        If the store does not fit the model, or no statement has enough positives.
    """
    if store.names != CODES or store.manifest["fs"] != bundle.input_config.fs:
        raise EcgktError(
            f"expected a store of the 71 statements at {bundle.input_config.fs:g} Hz, "
            f"found one of {store.manifest['source']}: prepare ptb-xl makes one"
        )
    rows = _choose(store, n_records)
    drawn = [(row, _record(store, int(row))) for row in np.sort(rows)]
    measured = [(row, record, _heights(record)) for row, record in drawn]
    seen = [(row, record, high) for row, record, high in measured if high is not None]
    kept = np.array([row for row, _, _ in seen], dtype=int)
    labels = store.labels[kept]
    n_positive = labels.sum(axis=0)
    enough = (n_positive >= MIN_POSITIVES) & (n_positive <= len(kept) - MIN_POSITIVES)
    if not enough.any():
        raise EcgktError(
            f"expected a statement with {MIN_POSITIVES} positives in the sample of "
            f"{len(kept)} tuning records, found none: draw more with --records"
        )
    patients = store.records["patient_id"].to_numpy()[kept]
    return Sample(
        records=[record for _, record, _ in seen],
        labels=labels[:, enough],
        columns=np.flatnonzero(enough),
        weights=patient_weights(patients, n_draws=N_DRAWS),
        heights=[heights for _, _, heights in seen],
    )


def _choose(store: PreparedStore, n_records: int) -> NDArray[np.int64]:
    rows = np.random.default_rng(SEED).permutation(store.split("tuning"))
    labels = store.labels[rows].astype(bool)
    n_positive, is_chosen = labels.sum(axis=0), np.zeros(len(rows), dtype=bool)
    for column in np.argsort(n_positive, kind="stable"):
        if n_positive[column] >= MIN_POSITIVES:
            has = labels[:, column]
            missing = max(0, MIN_POSITIVES - int((has & is_chosen).sum()))
            is_chosen[np.flatnonzero(has & ~is_chosen)[:missing]] = True
    others = np.flatnonzero(~is_chosen)[: max(0, n_records - int(is_chosen.sum()))]
    is_chosen[others] = True
    return rows[is_chosen][:n_records]


def _record(store: PreparedStore, row: int) -> EcgRecord:
    raw = store.signals[row]
    eight = np.where(raw == MISSING, np.nan, raw / 1000).astype(np.float32)
    return _twelve(resample(fill_gaps(eight), store.manifest["fs"], FS))


def _twelve(eight: NDArray[np.floating]) -> EcgRecord:
    one, two = eight[:2]
    limbs = (one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2)
    signal = np.concatenate([np.stack(limbs), eight[2:]]).astype(np.float32)
    return EcgRecord(record_id="", signal=signal, fs=FS, format="store")


def _heights(record: EcgRecord) -> Floats | None:
    ecg = Inspected(record, CONFIG)
    peaks = find_r_peaks(ecg.filled, FS) / FS
    if len(peaks) < CONFIG.min_beats:
        return None
    return beat_heights(ecg.centred, FS, peaks)[INDEPENDENT]


def _noisy(
    sample: Sample, kind: NoiseKind | None, snr_db: float | None
) -> Iterator[EcgRecord]:
    for number, (record, heights) in enumerate(
        zip(sample.records, sample.heights, strict=True)
    ):
        if kind is None or snr_db is None:
            yield record
            continue
        eight = record.signal[INDEPENDENT].astype(np.float64)
        if kind == "coarse_steps":
            yield _twelve(round_to_steps(eight, heights, snr_db=snr_db))
            continue
        rng = np.random.default_rng([SEED, number, KINDS.index(kind)])
        noise = plant_noise(kind, heights, record.n_samples, FS, snr_db=snr_db, rng=rng)
        yield _twelve(eight + noise)


def _row(
    bundle: Bundle, sample: Sample, kind: NoiseKind | None, snr_db: float | None
) -> NoiseRow:
    """Score one kind and strength of noise, all records and those the gate passes."""
    config, inputs, levels = bundle.input_config, [], []
    for record in _noisy(sample, kind, snr_db):
        levels.append(_judged(record))
        inputs.append(model_input(record, config))
    logits = predict_logits(bundle.model, np.stack(inputs), config)
    told = np.array(levels)
    return NoiseRow(
        kind=kind,
        snr_db=snr_db,
        auroc=_macro_auroc(sample, logits, np.ones(len(told), bool)),
        passed_auroc=_macro_auroc(sample, logits, told == "note"),
        warned_share=float((told == "warn").mean()),
        refused_share=float((told == "refuse").mean()),
    )


def _judged(record: EcgRecord) -> Level:
    """Return what the gates say of beats and noise."""
    ecg = Inspected(record, CONFIG)
    peaks = find_r_peaks(ecg.filled, FS) / FS
    judged = judge_beats(ecg, peaks) or judge_noise(ecg, peaks)
    return judged.level if judged else "note"


def _macro_auroc(
    sample: Sample, logits: NDArray[np.float32], kept: NDArray[np.bool_]
) -> Figure:
    """Return the mean over statements that keep enough of both classes."""
    labels = sample.labels[kept]
    n_positive = labels.sum(axis=0)
    enough = np.minimum(n_positive, len(labels) - n_positive) >= MIN_POSITIVES / 2
    if not enough.all():
        return Figure(value=None, ci=None)
    table = np.stack(
        [
            auroc_and_ap(labels[:, i], logits[kept, column], sample.weights[kept]).auroc
            for i, column in enumerate(sample.columns)
        ]
    )
    found = macro(table)
    return Figure(value=found.value, ci=found.interval)
