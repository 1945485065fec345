"""What LUDB's cardiologists said of its recordings, in the model's statements."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import EcgktError
from ecgkt.vocab.statements import CODES

MEANINGS = {
    "Sinus rhythm": "SR",
    "Sinus bradycardia": "SBRAD",
    "Sinus tachycardia": "STACH",
    "Sinus arrhythmia": "SARRH",
    "Atrial fibrillation": "AFIB",
    "Atrial flutter": "AFLT",
    "I degree av block": "1AVB",
    "Iii degree av-block": "3AVB",
    "Left anterior hemiblock": "LAFB",
    "Incomplete right bundle branch block": "IRBBB",
    "Complete right bundle branch block": "CRBBB",
    "Incomplete left bundle branch block": "ILBBB",
    "Complete left bundle branch block": "CLBBB",
    "Non-specific intravintricular conduction delay": "IVCD",
    "Ventricular extrasystole": "PVC",
    "Atrial extrasystole": "PAC",
    "Left ventricular hypertrophy": "LVH",
    "Right ventricular hypertrophy": "RVH",
    "Left atrial hypertrophy": "LAO/LAE",
    "Left atrial overload": "LAO/LAE",
    "Right atrial hypertrophy": "RAO/RAE",
    "Right atrial overload": "RAO/RAE",
}
"""By how LUDB's words begin, spelled as there. Ischaemia, scars and repolarisation are
left out: LUDB names walls where PTB-XL names infarcts and their age."""
COLUMNS = ("Rhythms", "Conduction abnormalities", "Extrasystolies", "Hypertrophies")
KNOWN = np.isin(CODES, list(MEANINGS.values()))
"""Statements that LUDB tells of, shape (71,), bool."""


def read_statements(folder: Path) -> dict[str, NDArray[np.uint8]]:
    """
    Read the statements of every recording.

    Parameters
    ----------
    folder : pathlib.Path
        Holds LUDB's ludb.csv.

    Returns
    -------
    dict of str to numpy.ndarray of shape (71,), uint8
        By the number of the recording, as text; 1 where a statement was made.

    Raises
    ------
    EcgktError
        If there is no such table, or it lacks a column.

    References
    ----------
    .. [1] Kalyakulina et al., "LUDB: A new open-access validation tool for
       electrocardiogram delineation algorithms", IEEE Access 2020,
       doi:10.1109/ACCESS.2020.3029211.
    """
    path = folder / "ludb.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return {row["ID"].strip(): _labels_of(row) for row in rows}
    except (OSError, KeyError) as error:
        raise EcgktError(
            f"expected LUDB's ludb.csv with the columns ID, {', '.join(COLUMNS)} in "
            f"{folder}, found {error!r}"
        ) from error


def _labels_of(row: dict[str, str]) -> NDArray[np.uint8]:
    lines = [line.strip() for name in COLUMNS for line in row[name].splitlines()]
    made = [
        code
        for words, code in MEANINGS.items()
        if any(line.startswith(words) for line in lines)
    ]
    return np.isin(CODES, made).astype(np.uint8)
