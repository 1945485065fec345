"""How often the gates alarm on recordings as they are: noise, and whole folders."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.config import QualityConfig
from ecgkt.errors import RecordError
from ecgkt.evaluation.gate_figures import ARMS, CUT_AT, cut_found
from ecgkt.evaluation.shares import share
from ecgkt.io.read_path import read_path
from ecgkt.measure.pacing import find_spikes, judge_pacing
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.electrode_swap import swap_electrodes
from ecgkt.quality.clipping import clipped_leads
from ecgkt.quality.inspected import INDEPENDENT, Inspected
from ecgkt.quality.lead_reversal import find_reversal
from ecgkt.quality.noise import drowns_beats, find_noise, judge_found
from ecgkt.types.record import EcgRecord

CONFIG = QualityConfig()
NOTES = ("baseline_drift", "static_noise", "burst_noise", "electrodes_problems")
"""Columns of PTB-XL's table in which its annotators noted noise."""
PACEMAKER = re.compile(r"^#.*(pacemaker|pacing|paced)", re.IGNORECASE | re.MULTILINE)


def noted_noise(table: Path, record_ids: Iterable[Any]) -> NDArray[np.bool_]:
    """
    Tell which recordings of PTB-XL have a note of noise.

    Parameters
    ----------
    table : pathlib.Path
        ``ptbxl_database.csv``.
    record_ids : iterable
        Their numbers.

    Returns
    -------
    numpy.ndarray of shape (n_records,), bool
    """
    rows = pd.read_csv(table, index_col="ecg_id", usecols=["ecg_id", *NOTES])
    noted = rows.notna().any(axis=1)
    return noted.reindex([int(one) for one in record_ids]).to_numpy(dtype=bool)


def noise_alarms(
    records: Iterable[EcgRecord], is_noted: NDArray[np.bool_]
) -> dict[str, Any]:
    """
    Count how often noise is named in recordings as they are.

    Parameters
    ----------
    records : iterable of EcgRecord
        Any.
    is_noted : numpy.ndarray of shape (n_records,), bool
        Which have a note of noise.

    Returns
    -------
    dict
        Of `results.gates.NoiseAlarms`.
    """
    judged = [_noise_level(record) for record in records]
    levels = np.array([level or "" for level in judged])
    return {
        "without_note": share(levels[~is_noted] != ""),
        "with_note": share(levels[is_noted] != ""),
        "refused": share(levels == "refuse"),
    }


def _noise_level(record: EcgRecord) -> str | None:
    ecg = Inspected(record, CONFIG)
    peaks = find_r_peaks(ecg.filled, record.fs) / record.fs
    judged = judge_found(find_noise(ecg, peaks))
    return judged.level if judged else None


def folder_figures(folder: Path) -> dict[str, Any]:
    """
    Judge every WFDB recording below a folder, at its own rate.

    Parameters
    ----------
    folder : pathlib.Path
        Its headers may lie in folders of it.

    Returns
    -------
    dict
        Of `results.gates.FolderFigures`.
    """
    found: list[dict[str, Any]] = []
    for path in sorted(folder.rglob("*.hea")):
        try:
            record = read_path(path)
        except RecordError:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found.append({**_alarms(record), "is_noted": bool(PACEMAKER.search(text))})
    columns = {
        name: np.array([one[name] for one in found], dtype=bool)
        for name in ("reversal", "arms", "arms_found", "clipping", "noise")
    }
    is_paced = np.array([one["paced"] for one in found], dtype=bool)
    noted = np.array([one["is_noted"] for one in found], dtype=bool)
    rates = Counter(one["fs"] for one in found)
    return {
        "name": folder.name,
        "n_records": len(found),
        "fs": rates.most_common(1)[0][0] if rates else 0.0,
        **{name: share(hits) for name, hits in columns.items()},
        "cut": [
            {
                "height_left": part,
                "named": share(
                    np.array([hit for one in found for hit in one["cut"][place]])
                ),
            }
            for place, part in enumerate(CUT_AT)
        ],
        "pacing": {
            "noted_found": share(is_paced[noted]),
            "false_alarms": share(is_paced[~noted]),
        },
    }


def _alarms(record: EcgRecord) -> dict[str, Any]:
    """Return what each gate says, as a reading would hear it."""
    ecg = Inspected(record, CONFIG)
    peaks = find_r_peaks(ecg.filled, record.fs) / record.fs
    noise = find_noise(ecg, peaks)
    leads, fs = ecg.centred[INDEPENDENT], record.fs
    swap = "" if drowns_beats(noise) else find_reversal(leads, fs, peaks).swap
    planted = swap_electrodes(leads, ARMS).astype(np.float64)
    spikes = find_spikes(ecg.filled, fs)
    return {
        "fs": fs,
        "reversal": swap != "",
        "arms": swap == ARMS,
        "arms_found": find_reversal(planted, fs, peaks).swap == ARMS,
        "clipping": bool(clipped_leads(ecg.filled[INDEPENDENT], fs).any()),
        "noise": bool(noise),
        "paced": judge_pacing(spikes, peaks).is_paced,
        "cut": [cut_found(ecg.filled[INDEPENDENT], fs, part) for part in CUT_AT],
    }
