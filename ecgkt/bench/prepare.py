"""Records per second of `prepare`, beside wfdb and beside reading the bare bytes."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ecgkt.config import StoreConfig
from ecgkt.dataset.pack_signals import read_microvolts
from ecgkt.dataset.prepare import Source, write_store
from ecgkt.dataset.ptb_xl import prepare_ptb_xl
from ecgkt.dataset.ptb_xl_tables import load_tables

N_WFDB = 400

N_MIMIC = 6000
"""Least records in a timed packing of MIMIC-IV-ECG: a smaller folder is repeated, so
that starting the processes counts as little as it does for 800,000 records."""


def measure_prepare(source: Path) -> dict[str, Any]:
    """
    Prepare a data set from a warm disk into a temporary folder.

    Parameters
    ----------
    source : pathlib.Path
        PTB-XL in PhysioNet's layout, 100 Hz, or MIMIC-IV-ECG, 500 Hz; the latter is
        known by its record_list.csv, and its clinical tables are not read.

    Returns
    -------
    dict
        Records per second, tables and hashes included, of both references, and ms of
        processor time that one record takes.

    Raises
    ------
    EcgktError
        If the folder is neither, or too many records are bad.
    """
    if (source / "record_list.csv").exists():
        return _measure_mimic(source)
    paths = [str(source / name) for name in load_tables(source)["filename_lr"]]
    return _measure(paths, lambda out: prepare_ptb_xl(source, out))


def _measure_mimic(source: Path) -> dict[str, Any]:
    table = pd.read_csv(source / "record_list.csv")
    paths = [str(source / name) for name in table["path"]]
    n_rounds = max(1, -(-N_MIMIC // len(paths)))
    repeated = pd.concat([table] * n_rounds, ignore_index=True)
    source_of_all = _mimic_source(repeated, paths * n_rounds)
    figures = _measure(
        paths, lambda out: write_store(source_of_all, out, StoreConfig())
    )
    resampled = _per_second(paths[:N_WFDB], _wfdb_resampled)
    figures["references"]["wfdb_and_resample_per_s"] = resampled
    return {"n_files": len(paths), **figures}


def _measure(
    paths: Sequence[str], prepare: Callable[[Path], dict[str, Any]]
) -> dict[str, Any]:
    bare = _per_second(paths, _bare_bytes)  # this also warms the disk
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        manifest = prepare(Path(folder) / "store")
        seconds = time.perf_counter() - start
    return {
        "n_records": manifest["n_records"],
        "seconds": seconds,
        "records_per_s": manifest["n_records"] / seconds,
        "cpu_ms_per_record": _cpu_ms(paths[:N_WFDB]),
        "references": {
            "bare_bytes_per_s": bare,
            "wfdb_rdrecord_per_s": _per_second(paths[:N_WFDB], _wfdb),
        },
    }


def _mimic_source(table: pd.DataFrame, paths: Sequence[str]) -> Source:
    records = pd.DataFrame(
        {"record_id": table.index.astype(str), "patient_id": table["subject_id"]}
    )
    nothing = pd.DataFrame({"record_id": [], "reason": []})
    return Source(
        name="mimic-iv-ecg",
        paths=tuple(paths),
        records=records,
        statements=pd.DataFrame(index=records.index),
        quarantine=nothing,
    )


def _per_second(paths: Sequence[str], read: Callable[[str], object]) -> float:
    read(paths[0])
    start = time.perf_counter()
    for path in paths:
        read(path)
    return len(paths) / (time.perf_counter() - start)


def _cpu_ms(paths: Sequence[str]) -> float:
    """Pack in this process alone, where its own clock counts nobody else's work."""
    config = StoreConfig()
    read_microvolts(paths[0], config.fs, config.n_samples)
    start = time.process_time()
    for path in paths:
        read_microvolts(path, config.fs, config.n_samples)
    return 1000 * (time.process_time() - start) / len(paths)


def _bare_bytes(path: str) -> object:
    return np.fromfile(f"{path}.dat", "<i2").reshape(-1, 12)


def _wfdb(path: str) -> object:
    import wfdb  # takes a second, which is not what is measured

    return wfdb.rdrecord(path).p_signal


def _wfdb_resampled(path: str) -> object:
    import wfdb

    from ecgkt.preprocess.gaps import fill_gaps
    from ecgkt.preprocess.resample import resample
    from ecgkt.vocab.leads import INDEPENDENT_LEADS

    record = wfdb.rdrecord(path)
    columns = [record.sig_name.index(lead) for lead in INDEPENDENT_LEADS]
    signal = fill_gaps(record.p_signal.T[columns].astype(np.float32))
    return np.rint(1000 * resample(signal, record.fs, StoreConfig().fs))
