"""Sites to adapt to: carts that spoil real ECGs, parts of PTB-XL, and LUDB."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.ludb_statements import KNOWN, read_statements
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.evaluation.altered import filter_as_cart, twelve_leads
from ecgkt.evaluation.noise_sample import FS, qrs_heights, record_at_fs
from ecgkt.io.read_path import read_path
from ecgkt.models.predict import Prediction
from ecgkt.pipeline.admit import admit
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.inspected import INDEPENDENT
from ecgkt.results.adapter import Kind
from ecgkt.simulate.plant_noise import round_to_steps
from ecgkt.training.stages.adapt import LocalEcgs
from ecgkt.types.record import EcgRecord, Floats, Signal
from ecgkt.vocab.statements import CODES

SNR_DB = 12.0
BAND_HZ = (0.5, 25.0)
CHUNK = 256
"""Recordings in memory at once."""
MOST = 1280
"""ECGs of a split, the first ones: enough to teach by 500 and to judge by others."""


class Site(NamedTuple):
    """A site's ECGs as the model as shipped reads them, and what to call it."""

    name: str
    kind: Kind
    local: LocalEcgs


def coarse_steps(eight: Floats, heights: Floats) -> Floats:
    """Round each lead to steps of about a third of its QRS, an error of 12 dB."""
    return round_to_steps(eight, heights, snr_db=SNR_DB)


def muscle_filter(eight: Floats, _heights: Floats) -> Floats:
    """Filter as carts do whose muscle filter was left on."""
    low_hz, high_hz = BAND_HZ
    return filter_as_cart(eight, FS, low_hz=low_hz, high_hz=high_hz)[0]


CARTS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "converter's steps of a third of the QRS": coarse_steps,
    "muscle filter left on, 0.5–25 Hz": muscle_filter,
}
"""By what a reader of the card calls them."""


def cart_site(bundle: Bundle, store: PreparedStore, split: str, name: str) -> Site:
    """
    Make the site of one cart from `MOST` ECGs of a split, if beats are found in them.

    Parameters
    ----------
    bundle : Bundle
        The model.
    store : PreparedStore
        Of PTB-XL.
    split : str
        "tuning" or "held_out".
    name : str
        A key of `CARTS`.

    Returns
    -------
    Site
    """
    rows, inputs = [], []
    for row in store.split(split)[:MOST].tolist():
        record = record_at_fs(store, row)
        heights = qrs_heights(record)
        if heights is None:
            continue
        eight = record.signal[INDEPENDENT].astype(np.float64)
        made = twelve_leads(CARTS[name](eight, heights), FS)
        inputs.append(model_input(made, bundle.input_config))
        rows.append(row)
    seen = _predict(bundle, inputs)
    return Site(name, "simulated", _local(store, np.array(rows), seen))


def ptb_xl_sites(bundle: Bundle, store: PreparedStore, split: str) -> list[Site]:
    """Return the three largest sites among `MOST` ECGs of a split, as recorded."""
    rows = store.split(split)[:MOST]
    signals = StoreSignals(store, bundle.input_config)
    seen = _predict(bundle, list(signals.whole(rows)))
    place = store.records["site"].to_numpy()[rows]
    numbers, sizes = np.unique(place[~np.isnan(place)], return_counts=True)
    everyone = _local(store, rows, seen)
    return [
        Site(
            f"PTB-XL, site {number:g} (taught the model)",
            "real",
            everyone.only(place == number),
        )
        for number in np.sort(numbers[np.argsort(sizes)[-3:]])
    ]


def ludb_site(bundle: Bundle, folder: Path) -> Site:
    """
    Read LUDB as the app would; recordings that it refuses are left out.

    Parameters
    ----------
    bundle : Bundle
        The model.
    folder : pathlib.Path
        In LUDB's layout.

    Returns
    -------
    Site
        Each recording a patient of its own, as LUDB says.
    """
    truth = read_statements(folder)
    inputs, labels, numbers = [], [], []
    for stem in (folder / "RECORDS").read_text(encoding="utf-8").split():
        signal = _admitted(bundle, read_path(folder / f"{stem}.hea"))
        number = Path(stem).name
        if signal is not None:
            inputs.append(signal)
            labels.append(truth[number])
            numbers.append(int(number))
    local = LocalEcgs(
        _predict(bundle, inputs), np.stack(labels), KNOWN, np.array(numbers)
    )
    return Site("LUDB (another country's carts)", "real", local)


def _admitted(bundle: Bundle, record: EcgRecord) -> Signal | None:
    return admit(record, bundle.input_config).signal


def _local(
    store: PreparedStore, rows: NDArray[np.int64], seen: Prediction
) -> LocalEcgs:
    patients = store.records["patient_id"].to_numpy()[rows]
    return LocalEcgs(seen, store.labels[rows], np.ones(len(CODES), bool), patients)


def _predict(bundle: Bundle, inputs: Iterable[Signal]) -> Prediction:
    given = list(inputs)
    parts = [
        bundle.predict(np.stack(given[first : first + CHUNK])).shown
        for first in range(0, len(given), CHUNK)
    ]
    return Prediction(*map(np.concatenate, zip(*parts, strict=True)))
