"""The prepared store: memory-mapped signals and Parquet tables, whatever the source."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.dataset.pack_signals import MISSING
from ecgkt.errors import EcgktError
from ecgkt.vocab.leads import INDEPENDENT_LEADS

SCHEMA = "ecgkt.store/1"
SPLITS = ("train", "tuning", "held_out")


class StoreFiles(NamedTuple):
    """Where the parts of a store lie in its folder."""

    folder: Path

    @property
    def manifest(self) -> Path:
        """Schema, source, rate, counts and hashes, as JSON."""
        return self.folder / "manifest.json"

    @property
    def signals(self) -> Path:
        """All signals, one memory-mapped array."""
        return self.folder / "signals.npy"

    @property
    def records(self) -> Path:
        """One row per recording."""
        return self.folder / "records.parquet"

    @property
    def statements(self) -> Path:
        """Likelihood of each statement, one row per recording."""
        return self.folder / "statements.parquet"

    @property
    def vitals(self) -> Path:
        """Vital signs near each recording; absent where the source has none."""
        return self.folder / "vitals.parquet"

    @property
    def findings(self) -> Path:
        """What reports say of each recording; absent where they were not asked for."""
        return self.folder / "findings.parquet"

    def labs(self, part: str) -> Path:
        """One part of `LabTables`; absent where the source has no laboratory."""
        return self.folder / f"lab_{part}.parquet"

    @property
    def tables(self) -> list[Path]:
        """Every table there is, in a fixed order."""
        optional = [*map(self.labs, LabTables._fields), self.vitals, self.findings]
        return [self.records, self.statements, *filter(Path.exists, optional)]

    @property
    def quarantine(self) -> Path:
        """Recordings left out, each with the reason."""
        return self.folder / "quarantine.csv"


class LabTables(NamedTuple):
    """
    Laboratory values near each recording: one column per lab, NaN where unmeasured.

    Attributes
    ----------
    values : pandas.DataFrame of float32
        The value nearest in time, in the unit that the manifest states.
    hours : pandas.DataFrame of float32
        From the recording to that value; negative: drawn before it.
    states : pandas.DataFrame of float32
        -1 low, 0 normal, 1 high, by the reference limits of the manifest.
    """

    values: pd.DataFrame
    hours: pd.DataFrame
    states: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class PreparedStore:
    """
    Signals and tables of one data set, rows in the same order everywhere.

    Attributes
    ----------
    signals : numpy.ndarray of shape (n_records, 8, n_samples), int16
        Voltage in µV, rows ordered as `INDEPENDENT_LEADS`; `MISSING` where unknown.
    records : pandas.DataFrame
        record_id, patient_id, fold, split, age (years, capped at 90), sex, height (cm),
        weight (kg), and what else the source tells.
    likelihoods : numpy.ndarray of shape (n_records, n_statements), float32
        Percent, NaN where the statement was not made.
    names : tuple of str
        The statements: codes of `ecgkt.vocab` for PTB-XL, of ICD-10 for MIMIC-IV.
    manifest : dict
        Source, sampling rate (Hz), counts and hashes; for MIMIC-IV also the limits of
        the labs and the flow of the cohort.
    labs : LabTables or None
        None where the source has no laboratory.
    vitals : pandas.DataFrame or None
        temperature (°C), heart_rate, resp_rate (1/min), spo2 (%), sbp, dbp (mmHg),
        float32, NaN where unmeasured; None where the source has none.
    findings : pandas.DataFrame or None
        What the report says: float32, 1 said, 0 not, NaN where nobody read the ECG;
        None where reports were not asked for.
    """

    signals: NDArray[np.int16]
    records: pd.DataFrame
    likelihoods: NDArray[np.float32]
    names: tuple[str, ...]
    manifest: dict[str, Any]
    labs: LabTables | None = None
    vitals: pd.DataFrame | None = None
    findings: pd.DataFrame | None = None

    @property
    def labels(self) -> NDArray[np.uint8]:
        """1 where a statement was made, whatever its likelihood; as `likelihoods`."""
        return (~np.isnan(self.likelihoods)).astype(np.uint8)

    @property
    def is_labelled(self) -> NDArray[np.bool_]:
        """Whether statements are known at all, absent ones included (n_records,)."""
        if "is_labelled" not in self.records:
            return np.ones(len(self.records), dtype=bool)
        return self.records["is_labelled"].to_numpy(dtype=bool)

    def split(self, name: str) -> NDArray[np.int64]:
        """
        Rows of one split.

        Parameters
        ----------
        name : str
            One of `SPLITS`.

        Returns
        -------
        numpy.ndarray of shape (n,), int64
            Ascending row numbers.

        Raises
        ------
        ValueError
            If there is no such split.
        """
        if name not in SPLITS:
            raise ValueError(f"split must be one of {SPLITS}, got {name!r}")
        return np.flatnonzero(self.records["split"].to_numpy() == name)

    def millivolts(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """
        Copy some recordings out of the memory map.

        Parameters
        ----------
        rows : numpy.ndarray of shape (n,), int64
            Row numbers.

        Returns
        -------
        numpy.ndarray of shape (n, 8, n_samples), float32
            Voltage in mV, NaN where unknown.
        """
        raw = self.signals[rows]
        values: NDArray[np.float32] = raw.astype(np.float32)
        values /= 1000
        values[raw == MISSING] = np.nan
        return values


def open_store(folder: Path) -> PreparedStore:
    """
    Open a store that `prepare` wrote.

    Parameters
    ----------
    folder : pathlib.Path
        The folder given to ``prepare --out``.

    Returns
    -------
    PreparedStore
        Signals stay on disk until rows are asked for.

    Raises
    ------
    EcgktError
        If the folder is no complete store of this schema.
    """
    files = StoreFiles(folder)
    try:
        manifest = json.loads(files.manifest.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        message = f"{folder} is no prepared store: it has no manifest.json; run prepare"
        raise EcgktError(message) from error
    if manifest.get("schema") != SCHEMA or manifest.get("leads") != [
        *INDEPENDENT_LEADS
    ]:
        found = manifest.get("schema")
        raise EcgktError(
            f"expected a store of schema {SCHEMA}, found {found}: prepare it again"
        )
    records = pd.read_parquet(files.records)
    statements = _read(files.statements, len(records))
    _assert_splits_by_patient(records)
    return PreparedStore(
        signals=np.load(files.signals, mmap_mode="r"),
        records=records,
        likelihoods=statements.to_numpy(np.float32),
        names=tuple(statements.columns),
        manifest=manifest,
        labs=_load_labs(files, len(records)),
        vitals=_read_optional(files.vitals),
        findings=_read_optional(files.findings),
    )


def _read(path: Path, n_records: int) -> pd.DataFrame:
    """Read a table; Parquet forgets the length of one without columns."""
    table = pd.read_parquet(path)
    return table if len(table.columns) else pd.DataFrame(index=range(n_records))


def _read_optional(path: Path) -> pd.DataFrame | None:
    return pd.read_parquet(path) if path.exists() else None


def _load_labs(files: StoreFiles, n_records: int) -> LabTables | None:
    if not files.labs("values").exists():
        return None
    return LabTables(
        *(_read(files.labs(part), n_records) for part in LabTables._fields)
    )


def _assert_splits_by_patient(records: pd.DataFrame) -> None:
    shared = records.groupby("patient_id")["split"].nunique()
    if (shared > 1).any():
        count = int((shared > 1).sum())
        raise EcgktError(
            f"{count} patients stand in two splits: prepare the store again"
        )
