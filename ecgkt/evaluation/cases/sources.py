"""Where cases come from: a prepared store, or a folder of challenge records."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.dataset.store_record import store_record
from ecgkt.errors import EcgktError, RecordError
from ecgkt.evaluation.predict_split import SPLITS
from ecgkt.io.read_path import read_path
from ecgkt.io.wfdb.header import parse_header
from ecgkt.results.cases.document import CaseSource
from ecgkt.types.case import CaseTruth
from ecgkt.types.record import SIMULATED, EcgRecord
from ecgkt.vocab import icd_statements, snomed
from ecgkt.vocab.persons import SEXES
from ecgkt.vocab.statements import CODES

CERTAIN = 100.0
DX = re.compile(r"\s*Dx\s*:\s*(.*)", re.IGNORECASE)
TRUTH = {
    "ptb-xl": "The statements of PTB-XL's cardiologists, present whatever their "
    "likelihood; 0 % was stated without one.",
    "icd": "Discharge codes (ICD-10) of the whole stay, translated into statements: a "
    "weak truth, for a code is not of this ECG.",
    "dx": "SNOMED CT codes of the records' headers (Dx), translated into statements; "
    "what has no such code is taken to be absent.",
}


class Cases(NamedTuple):
    """
    ECGs to be read.

    Attributes
    ----------
    source : CaseSource
        How a signal is found again.
    truths : list of CaseTruth
        One per ECG.
    load : callable
        Gives an ECG by its number; RecordError if it cannot be read.
    split : str
        Empty where there are none.
    truth : str
        What the labels are.
    is_simulated, has_superclasses : bool
        Whether no ECG is a patient's; whether each super-class is told if it is there.
    n_bare, n_damaged : int
        Headers of a folder that state no diagnosis, and those that cannot be read.
    """

    source: CaseSource
    truths: list[CaseTruth]
    load: Callable[[int], EcgRecord]
    split: str
    truth: str
    is_simulated: bool
    has_superclasses: bool
    n_bare: int = 0
    n_damaged: int = 0


def cases_of_store(folder: Path, split: str, n_records: int | None = None) -> Cases:
    """
    List the ECGs of one split of a store.

    Parameters
    ----------
    folder : pathlib.Path
        What ``prepare --out`` wrote, of PTB-XL, MIMIC-IV or a simulated cohort.
    split : str
        "tuning" or "held_out".
    n_records : int or None
        The first so many; all if left out.

    Returns
    -------
    Cases

    Raises
    ------
    EcgktError
        If there is no such store, or it holds no ECG of the split.
    ValueError
        If the split is not one of evaluation.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {SPLITS}, got {split!r}")
    store = open_store(folder)
    rows = store.split(split)[:n_records]
    if not len(rows):
        raise EcgktError(
            f"expected {split} records in the store, found none: prepare it with its "
            "folds, or choose the other split"
        )
    is_simulated = bool(store.manifest.get("simulated"))
    has_statements = store.names == CODES
    truths = [_truth_of_row(store, int(row), split, has_statements) for row in rows]

    def load(number: int) -> EcgRecord:
        truth = truths[number]
        return store_record(
            np.asarray(store.signals[int(truth.place)]),
            float(store.manifest["fs"]),
            record_id=truth.record_id,
            age=truth.age,
            sex=truth.sex,
            is_simulated=is_simulated,
        )

    return Cases(
        source=CaseSource(
            kind="store",
            name=store.manifest["source"],
            folder=str(folder.resolve()),
            data_hash=store.manifest["data_hash"],
            fs=float(store.manifest["fs"]),
        ),
        truths=truths,
        load=load,
        split=split,
        truth=TRUTH["ptb-xl" if has_statements else "icd"],
        is_simulated=is_simulated,
        has_superclasses=has_statements,
    )


def _truth_of_row(
    store: PreparedStore, row: int, split: str, has_statements: bool
) -> CaseTruth:
    person = store.records.iloc[row].to_dict()
    carried = np.flatnonzero(store.labels[row])
    if has_statements:
        stated = {CODES[at]: float(store.likelihoods[row, at]) for at in carried}
    else:
        codes = _most_specific([store.names[at] for at in carried])
        stated = dict.fromkeys(icd_statements.statements_of(codes), CERTAIN)
    age, site = person.get("age"), person.get("site")
    sex, device = person.get("sex"), person.get("device")
    return CaseTruth(
        record_id=str(person["record_id"]),
        patient=str(person["patient_id"]),
        place=str(row),
        split=split,
        stated=stated,
        is_labelled=bool(person.get("is_labelled", True)),
        age=None if age is None or np.isnan(age) else float(age),
        sex=sex if sex in SEXES else None,
        site="" if site is None or np.isnan(site) else f"{site:g}",
        device=device if isinstance(device, str) else "",
    )


def _most_specific(codes: list[str]) -> list[str]:
    """Leave out a code that another one of the same ECG begins with."""
    return [
        code
        for code in codes
        if not any(other != code and other.startswith(code) for other in codes)
    ]


def cases_of_folder(folder: Path, say: Callable[[str], None]) -> Cases:
    """
    List the WFDB records below a folder that state what they show.

    Parameters
    ----------
    folder : pathlib.Path
        Of a challenge: headers with lines ``#Dx: 164889003,59118001``, in folders too.
    say : callable
        Told of headers that cannot be read.

    Returns
    -------
    Cases
        Each record counts as a person of its own.

    Raises
    ------
    EcgktError
        If there is no such folder, or no header in it has such a line.
    """
    if not folder.is_dir():
        raise EcgktError(
            f"expected a folder of WFDB records, found none named {folder.name}: name "
            "the folder of a PhysioNet challenge"
        )
    found: list[tuple[Path, CaseTruth]] = []
    n_bare, n_damaged, simulated = 0, 0, 0
    for path in sorted(folder.rglob("*.hea")):
        try:
            comments = parse_header(path.read_bytes()).comments
        except RecordError as error:
            say(f"{path.name}: {error}")
            n_damaged += 1
            continue
        lines = [match[1] for line in comments if (match := DX.fullmatch(line))]
        if not lines:
            n_bare += 1
            continue
        simulated += SIMULATED in comments
        found.append((path, _truth_of_header(path.relative_to(folder), lines)))
    if not found:
        raise EcgktError(
            f"expected WFDB headers with a line #Dx: in {folder.name}, found "
            f"{n_bare} without one: name the folder of a PhysioNet challenge"
        )
    if n_bare:
        say(f"{n_bare} headers without a line #Dx: were left out")
    paths = [path for path, _ in found]
    return Cases(
        source=CaseSource(
            kind="folder", name=folder.name, folder=str(folder.resolve())
        ),
        truths=[truth for _, truth in found],
        load=lambda number: read_path(paths[number]),
        split="",
        truth=TRUTH["dx"],
        is_simulated=simulated == len(found),
        has_superclasses=False,
        n_bare=n_bare,
        n_damaged=n_damaged,
    )


def _truth_of_header(below: Path, lines: list[str]) -> CaseTruth:
    codes = [code.strip() for line in lines for code in line.split(",")]
    name = below.with_suffix("").as_posix()
    return CaseTruth(
        record_id=name,
        patient=name,
        place=below.as_posix(),
        stated=dict.fromkeys(snomed.statements_of(codes), CERTAIN),
        site=below.parts[0] if len(below.parts) > 1 else "",
    )
