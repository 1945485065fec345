"""Records per second of `prepare`, beside wfdb and beside reading the bare bytes."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.dataset.ptb_xl import prepare_ptb_xl
from ecgkt.dataset.ptb_xl_tables import load_tables

N_WFDB = 400


def measure_prepare(source: Path) -> dict[str, Any]:
    """
    Prepare PTB-XL from a warm disk into a temporary folder.

    Parameters
    ----------
    source : pathlib.Path
        PTB-XL in PhysioNet's layout, 100 Hz.

    Returns
    -------
    dict
        Records per second, tables and hashes included, and of both references.

    Raises
    ------
    EcgktError
        If the folder is no PTB-XL.
    """
    paths = [str(source / name) for name in load_tables(source)["filename_lr"]]
    bare = _per_second(paths, _bare_bytes)  # this also warms the disk
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        manifest = prepare_ptb_xl(source, Path(folder) / "store")
        seconds = time.perf_counter() - start
    return {
        "n_records": manifest["n_records"],
        "seconds": seconds,
        "records_per_s": manifest["n_records"] / seconds,
        "references": {
            "bare_bytes_per_s": bare,
            "wfdb_rdrecord_per_s": _per_second(paths[:N_WFDB], _wfdb),
        },
    }


def _per_second(paths: Sequence[str], read: Callable[[str], object]) -> float:
    read(paths[0])
    start = time.perf_counter()
    for path in paths:
        read(path)
    return len(paths) / (time.perf_counter() - start)


def _bare_bytes(path: str) -> object:
    return np.fromfile(f"{path}.dat", "<i2").reshape(-1, 12)


def _wfdb(path: str) -> object:
    import wfdb  # takes a second, which is not what is measured

    return wfdb.rdrecord(path).p_signal
