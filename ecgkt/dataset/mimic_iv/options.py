"""What can be chosen when MIMIC-IV is prepared."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ecgkt.config import Config

WINDOWS = {"60m": 1.0, "6h": 6.0, "24h": 24.0}
"""Hours; 60 min is CardioLab's rule (arXiv 2411.14886), the others are wider."""

MONITOR = {"30m": 0.5, "60m": 1.0, "120m": 2.0}
"""Hours after the ECG; CardioLab's monitoring targets."""

LIMITS = ("median", "sex")
UNKNOWN_UNITS = ("refuse", "drop")


class MimicFolders(NamedTuple):
    """
    Where the parts of MIMIC-IV lie, each folder the module's own or the one above it.

    Attributes
    ----------
    ecg, hosp : pathlib.Path
        MIMIC-IV-ECG (record_list.csv and files/) and MIMIC-IV's hosp module.
    ed, icu : pathlib.Path or None
        MIMIC-IV-ED, and MIMIC-IV's icu module, of which chartevents is read.
    diagnoses : pathlib.Path or None
        ``records_w_diag_icd10.csv`` of MIMIC-IV-ECG-Ext-ICD: labels and folds.
    """

    ecg: Path
    hosp: Path
    ed: Path | None = None
    icu: Path | None = None
    diagnoses: Path | None = None


@dataclass(frozen=True, kw_only=True)
class MimicOptions(Config):
    """
    The rules that may differ from one store to another.

    Attributes
    ----------
    window : str
        One of `WINDOWS`: how far from the ECG a laboratory value may lie, either side.
    limits : str
        "median": low and high by the label's median reference limits, the same for
        both sexes (comparable with CardioLab); "sex": by each row's own range.
    monitor : str or None
        One of `MONITOR`: states say what any value from the ECG to then was, instead
        of what the nearest one is.
    min_positives : int
        ECGs of train and tuning that an ICD label needs, of at least
        ``min(min_positives, 10)`` patients. MDS-ED asks for 230 ECGs.
    min_lab_rows : int
        Usable laboratory rows that a label needs; CardioLab asks for 200.
    unknown_units : str
        "refuse" ends with an error, "drop" leaves such rows out and counts them.
    triage : bool
        Take the vital signs of ED triage, which have no time of their own, as measured
        on arrival.
    """

    window: str = "60m"
    limits: str = "median"
    monitor: str | None = None
    min_positives: int = 230
    min_lab_rows: int = 1
    unknown_units: str = "refuse"
    triage: bool = False

    def __post_init__(self) -> None:
        choices = (
            ("window", self.window, tuple(WINDOWS)),
            ("limits", self.limits, LIMITS),
            ("monitor", self.monitor, (None, *MONITOR)),
            ("unknown_units", self.unknown_units, UNKNOWN_UNITS),
        )
        for name, value, allowed in choices:
            if value not in allowed:
                raise ValueError(f"{name} must be one of {allowed}, got {value!r}")
        if self.min_positives < 1 or self.min_lab_rows < 1:
            raise ValueError("min_positives and min_lab_rows must be at least 1")

    @property
    def window_hours(self) -> float:
        """Half-width of the laboratory window in hours."""
        return WINDOWS[self.window]

    @property
    def monitor_hours(self) -> float | None:
        """Length of the monitoring window in hours, None without."""
        return MONITOR[self.monitor] if self.monitor else None
