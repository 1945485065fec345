"""PTB-XL in PhysioNet's layout becomes a prepared store."""

from pathlib import Path
from typing import Any

import pandas as pd

from ecgkt.config import StoreConfig
from ecgkt.dataset.prepare import Source, write_store
from ecgkt.dataset.ptb_xl_reports import report_findings
from ecgkt.dataset.ptb_xl_tables import (
    DUPLICATES,
    load_tables,
    records_table,
    statements_table,
)
from ecgkt.errors import EcgktError


def prepare_ptb_xl(
    source: Path, out: Path, *, with_reports: bool = False
) -> dict[str, Any]:
    """
    Write the store of a PTB-XL folder, release 1.0.1 or later.

    Parameters
    ----------
    source : pathlib.Path
        Folder with ptbxl_database.csv and records100 or records500; at 500 Hz the
        signals are resampled to 100 Hz.
    out : pathlib.Path
        Folder of the store.
    with_reports : bool
        Take what the reports say as the table beside the ECG, in the place of body
        measures: `PreparedStore.findings`.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    EcgktError
        If the folder is no PTB-XL, the store exists, or too many records are bad.

    References
    ----------
    .. [1] Wagner et al., Scientific Data 2020, doi:10.1038/s41597-020-0495-6. Departs
       from release 1.0.1: the 38 duplicates that release 1.0.3 removed are left out,
       ages above 89 are 90, implausible heights and weights are missing.
    """
    table = load_tables(source)
    is_duplicate = table["ecg_id"].isin(DUPLICATES)
    kept = table[~is_duplicate]
    left_out = pd.DataFrame({"record_id": table["ecg_id"][is_duplicate].astype(str)})
    left_out["reason"] = "duplicate, removed in release 1.0.3"
    names = kept[_names_column(source)]
    return write_store(
        Source(
            name="ptb-xl",
            paths=tuple(f"{source}/{name}" for name in names),
            records=records_table(kept),
            statements=statements_table(kept),
            quarantine=left_out,
            findings=report_findings(kept["report"]) if with_reports else None,
        ),
        out,
        StoreConfig(),
    )


def _names_column(source: Path) -> str:
    for folder, column in (
        ("records100", "filename_lr"),
        ("records500", "filename_hr"),
    ):
        if (source / folder).is_dir():
            return column
    raise EcgktError(f"expected records100 or records500 in {source}, found neither")
