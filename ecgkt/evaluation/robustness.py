"""Scores under noise of known strength, with and without the gate."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.evaluation.altered import ALTERATIONS, twelve_leads
from ecgkt.evaluation.noise_sample import CONFIG, FS, SEED, Sample, draw_sample
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.gates import judge
from ecgkt.quality.heart_gates import judge_beats
from ecgkt.quality.inspected import INDEPENDENT, Inspected, Level
from ecgkt.quality.noise import judge_noise
from ecgkt.results.document import Figure
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.robustness import ChangeRow, NoiseRow, RobustnessTable
from ecgkt.results.statistics.bootstrap import macro
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.simulate.plant_noise import plant_noise, round_to_steps
from ecgkt.types.record import EcgRecord, Floats
from ecgkt.vocab.noise_kinds import NoiseKind
from ecgkt.vocab.statements import CODES

SNR_DB = (24, 18, 12, 6, 0, -6)
KINDS = get_args(NoiseKind)
N_RECORDS = 360
COMMAND = "python -m ecgkt evaluate robustness --store STORE --records {n} --json"


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
        min_positives=sample.min_positives,
        statements=tuple(CODES[column] for column in sample.columns),
        rule=(
            f"Recordings of {store_fs:g} Hz were brought to {FS:g} Hz, noise was added "
            "to each lead by itself, and they were scored as the app does it. Strength "
            "in dB of QRS over noise, both peak to peak. A lost lead is a flat line; "
            "filters are those of carts, forwards in time."
        ),
        rows=tuple(rows),
        changes=tuple(_changes(bundle, sample)),
    ).to_dict()


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
            yield twelve_leads(round_to_steps(eight, heights, snr_db=snr_db), FS)
            continue
        rng = np.random.default_rng([SEED, number, KINDS.index(kind)])
        noise = plant_noise(kind, heights, record.n_samples, FS, snr_db=snr_db, rng=rng)
        yield twelve_leads(eight + noise, FS)


def _row(
    bundle: Bundle, sample: Sample, kind: NoiseKind | None, snr_db: float | None
) -> NoiseRow:
    """Score one kind and strength of noise, all records and those the gate passes."""
    config, inputs, levels = bundle.input_config, [], []
    for record in _noisy(sample, kind, snr_db):
        levels.append(_judged(record))
        inputs.append(model_input(record, config))
    logits = bundle.predict(np.stack(inputs)).shown.logits
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


def _changes(bundle: Bundle, sample: Sample) -> Iterator[ChangeRow]:
    """Score what other carts and a lost electrode would have made of the records."""
    config = bundle.input_config
    plain = [model_input(record, config) for record in sample.records]
    before = _table(sample, bundle.predict(np.stack(plain)).shown.logits)
    for name, alter in ALTERATIONS.items():
        made = [
            twelve_leads(*alter(record.signal[INDEPENDENT].astype(np.float64), FS))
            for record in sample.records
        ]
        inputs = np.stack([model_input(record, config) for record in made])
        verdicts = np.array([judge(record).verdict for record in made])
        after = _table(sample, bundle.predict(inputs).shown.logits)
        yield ChangeRow(
            name=name,
            auroc=_figure(after),
            difference=_figure(after - before),
            warned_share=float((verdicts == "warn").mean()),
            refused_share=float((verdicts == "refuse").mean()),
        )


def _macro_auroc(
    sample: Sample, logits: NDArray[np.float32], kept: NDArray[np.bool_]
) -> Figure:
    """Return the mean over statements that keep enough of both classes."""
    labels = sample.labels[kept]
    n_positive = labels.sum(axis=0)
    enough = (
        np.minimum(n_positive, len(labels) - n_positive) >= sample.min_positives / 2
    )
    if not enough.all():
        return Figure(value=None, ci=None)
    return _figure(_table(sample, logits, kept))


def _table(
    sample: Sample,
    logits: NDArray[np.float32],
    kept: NDArray[np.bool_] | slice = slice(None),
) -> Floats:
    """Return the AUROC of each statement, of the records and in each draw."""
    labels, weights = sample.labels[kept], sample.weights[kept]
    return np.stack(
        [
            auroc_and_ap(labels[:, i], logits[kept, column], weights).auroc
            for i, column in enumerate(sample.columns)
        ]
    )


def _figure(table: Floats) -> Figure:
    found = macro(table)
    return Figure(value=found.value, ci=found.interval)
