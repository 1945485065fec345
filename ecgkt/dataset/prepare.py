"""Fill a prepared store: chunk by chunk, resumable, visible only when it is whole."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from ecgkt.config import StoreConfig
from ecgkt.dataset.pack_signals import Chunk, pack_chunk
from ecgkt.dataset.store import SCHEMA, LabTables, StoreFiles
from ecgkt.errors import EcgktError
from ecgkt.files import to_json, write_atomically
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.leads import INDEPENDENT_LEADS

VERSION = 1
"""Raised when the same source would give another store."""

_COPIED = 4096
"""Recordings copied at a time where bad ones are taken out (64 MB)."""


class Source(NamedTuple):
    """
    A data set as its adapter describes it, rows in one order.

    Attributes
    ----------
    name : str
        "ptb-xl", for one.
    paths : tuple of str
        WFDB records without their extension.
    records, statements : pandas.DataFrame
        The store's tables, before bad records are taken out.
    quarantine : pandas.DataFrame
        Columns record_id and reason: what the adapter left out by rule.
    labs : LabTables or None
        Laboratory values near each recording, if the source has them.
    vitals : pandas.DataFrame or None
        Vital signs near each recording, likewise.
    findings : pandas.DataFrame or None
        What is said of each recording: `PreparedStore`.
    notes : mapping
        What the manifest shall say beside its own: limits, flow and options.
    """

    name: str
    paths: tuple[str, ...]
    records: pd.DataFrame
    statements: pd.DataFrame
    quarantine: pd.DataFrame
    labs: LabTables | None = None
    vitals: pd.DataFrame | None = None
    findings: pd.DataFrame | None = None
    notes: Mapping[str, Any] = MappingProxyType({})

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table by the name of its file."""
        found = {"records": self.records, "statements": self.statements}
        if self.labs is not None:
            found |= {f"lab_{k}": v for k, v in self.labs._asdict().items()}
        optional = {"vitals": self.vitals, "findings": self.findings}
        return found | {k: v for k, v in optional.items() if v is not None}


def write_store(source: Source, out: Path, config: StoreConfig) -> dict[str, Any]:
    """
    Write a store, or go on where an interrupted call stopped.

    Parameters
    ----------
    source : Source
        Which records, and their tables.
    out : pathlib.Path
        The store's folder. Until it is whole everything lies in ``<out>.partial``.
    config : StoreConfig
        Rate, length and limits.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    EcgktError
        If `out` exists, or more records are bad than `config` allows.
    """
    if out.exists():
        raise EcgktError(f"{out} exists already: choose another folder or remove it")
    partial = out.with_name(out.name + ".partial")
    files = StoreFiles(partial)
    plan = _plan(source, config)
    _open_partial(partial, plan, len(source.paths), config)
    _pack(source, files, config)
    rejects = _rejects(partial)
    _refuse_too_many(rejects, source, config)
    manifest = _finish(source, files, rejects, plan)
    shutil.rmtree(partial / "chunks")
    partial.replace(out)
    return manifest


def _plan(source: Source, config: StoreConfig) -> dict[str, Any]:
    """Describe what will be written; another plan cannot continue an old folder."""
    digest = hashlib.sha256()
    for path in source.paths:
        stat = os.stat(path + ".dat") if os.path.exists(path + ".dat") else None  # noqa: PTH110, PTH116
        digest.update(f"{path}:{stat.st_size if stat else None}\n".encode())
    for table in source.tables.values():
        digest.update(pd.util.hash_pandas_object(table).to_numpy().tobytes())
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "source": source.name,
        "simulated": _is_simulated(source.paths),
        "fs": config.fs,
        "n_samples": config.n_samples,
        "leads": list(INDEPENDENT_LEADS),
        "unit": "uV",
        "plan_hash": digest.hexdigest(),
    }


def _is_simulated(paths: Sequence[str]) -> bool:
    """Tell whether the recordings call themselves simulated; nothing is read by it."""
    header = Path(f"{paths[0]}.hea") if paths else None
    if header is None or not header.exists():
        return False
    return f"# {SIMULATED}" in header.read_text(encoding="latin-1")


def _open_partial(
    partial: Path, plan: dict[str, Any], n_records: int, config: StoreConfig
) -> None:
    stated = partial / "plan.json"
    if stated.exists() and json.loads(stated.read_text(encoding="utf-8")) == plan:
        return
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "chunks").mkdir(parents=True)
    shape = (n_records, len(INDEPENDENT_LEADS), config.n_samples)
    np.lib.format.open_memmap(
        StoreFiles(partial).signals, mode="w+", dtype=np.int16, shape=shape
    ).flush()
    write_atomically({stated: to_json(plan)})


def _chunks(source: Source, files: StoreFiles, config: StoreConfig) -> list[Chunk]:
    """List the chunks that no earlier call has finished."""
    chunks = []
    for index, first in enumerate(range(0, len(source.paths), config.chunk_records)):
        done = files.folder / "chunks" / f"{index:05d}.json"
        if not done.exists():
            paths = source.paths[first : first + config.chunk_records]
            chunks.append(
                Chunk(
                    first=first,
                    paths=tuple(paths),
                    signals=str(files.signals),
                    done=str(done),
                    fs=config.fs,
                    n_samples=config.n_samples,
                )
            )
    return chunks


def _pack(source: Source, files: StoreFiles, config: StoreConfig) -> None:
    chunks = _chunks(source, files, config)
    left = sum(len(chunk.paths) for chunk in chunks)
    progress = tqdm(
        total=len(source.paths), initial=len(source.paths) - left, unit="ECG"
    )
    with progress:
        for count in _run(chunks):
            progress.update(count)


def _run(chunks: Sequence[Chunk]) -> Iterable[int]:
    workers = min(os.cpu_count() or 1, len(chunks))
    if workers < 2:
        yield from map(pack_chunk, chunks)
        return
    # Forking would copy the caller's threads (torch's, for one) in an unknown state.
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        yield from pool.map(pack_chunk, chunks)


def _rejects(partial: Path) -> dict[int, str]:
    merged: dict[int, str] = {}
    for path in sorted((partial / "chunks").glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        merged |= {int(row): reason for row, reason in found.items()}
    return merged


def _refuse_too_many(
    rejects: dict[int, str], source: Source, config: StoreConfig
) -> None:
    share = len(rejects) / max(len(source.paths), 1)
    if share > config.max_bad_share:
        row, reason = next(iter(rejects.items()))
        raise EcgktError(
            f"{len(rejects)} of {len(source.paths)} records cannot be read, more than "
            f"{config.max_bad_share:.0%}; the first is {source.paths[row]}: {reason}"
        )


def _finish(
    source: Source, files: StoreFiles, rejects: dict[int, str], plan: dict[str, Any]
) -> dict[str, Any]:
    good = ~np.isin(np.arange(len(source.paths)), list(rejects))
    if rejects:
        _drop_rows(files.signals, good)
    bad = pd.DataFrame(
        {
            "record_id": source.records["record_id"].iloc[list(rejects)].to_numpy(),
            "reason": list(rejects.values()),
        }
    )
    pd.concat([source.quarantine, bad]).to_csv(files.quarantine, index=False)
    for name, table in source.tables.items():
        kept = table[good].reset_index(drop=True)
        kept.to_parquet(files.folder / f"{name}.parquet")
    digest = hashlib.sha256()
    for path in (files.signals, *files.tables):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    manifest = {
        **plan,
        **source.notes,
        "n_records": int(good.sum()),
        "n_patients": int(source.records["patient_id"][good].nunique()),
        "n_quarantined": len(source.quarantine) + len(rejects),
        "data_hash": digest.hexdigest(),
    }
    write_atomically({files.manifest: to_json(manifest)})
    (files.folder / "plan.json").unlink()
    return manifest


def _drop_rows(path: Path, good: np.ndarray) -> None:
    whole = np.load(path, mmap_mode="r")
    temporary = path.with_name("signals.tmp.npy")
    shape = (int(good.sum()), *whole.shape[1:])
    kept = np.lib.format.open_memmap(temporary, mode="w+", dtype=np.int16, shape=shape)
    rows = np.flatnonzero(good)
    # In pieces: the signals of 800,000 recordings are 13 GB, more than most machines.
    for first in range(0, len(rows), _COPIED):
        kept[first : first + _COPIED] = whole[rows[first : first + _COPIED]]
    kept.flush()
    temporary.replace(path)
