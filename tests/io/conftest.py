"""What the reader tests share: an oracle, golden files and small recordings."""

import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.leads import LEADS

GOLDEN = Path(__file__).parents[1] / "golden" / "wfdb"


@pytest.fixture(scope="session")
def wfdb() -> ModuleType:
    """The reference implementation; its import warns about its own use of pandas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import wfdb

        return wfdb


@pytest.fixture(scope="session")
def golden() -> Path:
    """
    Return the folder of records written by wfdb 4.3.1 with these lines.

    leads = "I II III AVR AVF AVL V1 V2 V3 V4 V5 V6".split()
    rng = np.random.default_rng(0)
    signal = np.cumsum(rng.normal(0, 0.02, (301, 12)), axis=0).clip(-1, 1)
    signal[40:43, 1] = np.nan
    for fmt, gain in {"16": 1e3, "24": 1e5, "32": 1e6, "80": 100, "212": 1e3}.items():
        wfdb.wrsamp(
            f"format{fmt}", fs=500, units=["mV"] * 12, sig_name=leads, p_signal=signal,
            fmt=[fmt] * 12, adc_gain=[gain] * 12, baseline=list(range(12)),
            comments=["Age: 56", "Sex: F"], write_dir="tests/golden/wfdb",
        )
    """
    return GOLDEN


@pytest.fixture
def signal_mv() -> np.ndarray:
    """Voltages of shape (12, 600) in mV that obey Einthoven and Goldberger."""
    rng = np.random.default_rng(3)
    signal = np.cumsum(rng.normal(0, 0.02, (12, 600)), axis=1)
    one, two = signal[:2]
    signal[2:6] = two - one, -(one + two) / 2, one - two / 2, two - one / 2
    return signal


@pytest.fixture
def wfdb_files(signal_mv: np.ndarray) -> Callable[..., list[UploadedFile]]:
    """Return a writer of format 16 records, each part of which can be spoilt."""

    def write(
        *,
        names: tuple[str, ...] = LEADS,
        fmt: str = "16",
        gain: str = "1000(0)/mV",
        record_line: str = "rec {n} 500 {length}",
        comments: str = "",
        checksum: int = 0,
        scale: float = 1000.0,
    ) -> list[UploadedFile]:
        order = [LEADS.index(name) if name in LEADS else 0 for name in names]
        raw = np.round(signal_mv[order] * scale).astype("<i2")
        sums = raw.sum(axis=1, dtype=np.int64) + checksum
        lines = [record_line.format(n=len(names), length=raw.shape[1])]
        lines += [
            f"rec.dat {fmt} {gain} 16 0 {row[0]} {total % 2**16} 0 {name}"
            for name, row, total in zip(names, raw, sums, strict=True)
        ]
        header = "\n".join([*lines, comments])
        return [
            UploadedFile("rec.hea", header.encode()),
            UploadedFile("rec.dat", raw.T.tobytes()),
        ]

    return write
