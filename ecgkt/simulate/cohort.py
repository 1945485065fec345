"""`simulate`: a whole cohort, patient by patient, on all cores."""

import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from ecgkt.errors import EcgktError
from ecgkt.simulate.beat_shape import plan_trains
from ecgkt.simulate.masks import draw_masks, save_masks
from ecgkt.simulate.patient import draw_patient, every_case, streams
from ecgkt.simulate.render_cohort import DURATION, SITES, render_steps
from ecgkt.simulate.tables import COLUMNS, dictionaries, fill_tables
from ecgkt.simulate.truth import true_row
from ecgkt.simulate.write_mimic import write_recording, write_table
from ecgkt.types.record import SIMULATED

CHUNK = 50
"""Patients a process draws at a time; the result does not depend on it."""

README = f"""{SIMULATED}.

Every patient, recording, laboratory value and diagnosis in this folder was made by
`python -m ecgkt simulate --patients {{patients}} --seed {{seed}}`.
The folders ecg, hosp and ed have the layout of MIMIC-IV-ECG, MIMIC-IV and MIMIC-IV-ED.
truth/latents.csv.gz holds what is true of each recording, truth/masks what caused what.
"""


class Cohort(NamedTuple):
    """
    What was written.

    Attributes
    ----------
    folder : pathlib.Path
        Where.
    n_patients, n_recordings, n_masks : int
        How many.
    per_second : float
        Recordings written in each second, all processes together.
    """

    folder: Path
    n_patients: int
    n_recordings: int
    n_masks: int
    per_second: float = 0.0


class Piece(NamedTuple):
    """
    The tables of one chunk of patients.

    Attributes
    ----------
    tables : dict of str to str
        CSV text without header, by name.
    n_masks : int
        Recordings whose masks were written.
    """

    tables: dict[str, str]
    n_masks: int


def simulate_cohort(
    patients: int,
    seed: int,
    out: Path,
    masks_share: float = 0.0,
    *,
    processes: int | None = None,
) -> Cohort:
    """
    Write a simulated cohort in MIMIC-IV's layout.

    Parameters
    ----------
    patients : int
        How many; each has 1 to about 20 recordings, 2.1 on average.
    seed : int
        The same number gives the same bytes, whatever the number of processes.
    out : pathlib.Path
        A folder that does not exist yet.
    masks_share : float, default 0
        Share of recordings for which wave masks and causal masks are written.
    processes : int, optional
        All cores unless given.

    Returns
    -------
    Cohort
        Counts.

    Raises
    ------
    EcgktError
        If the folder exists or a number is out of range. Nothing half-written is left.
    """
    _check(patients, seed, out, masks_share)
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    started = time.perf_counter()
    try:
        partial.mkdir(parents=True)
        cohort = _write(patients, seed, partial, masks_share, processes)
        partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    seconds = time.perf_counter() - started
    return cohort._replace(folder=out, per_second=cohort.n_recordings / seconds)


def write_chunk(seed: int, numbers: range, folder: Path, masks_share: float) -> Piece:
    """
    Draw some patients, write their recordings, return their tables.

    Parameters
    ----------
    seed : int
        Of the cohort.
    numbers : range
        Which patients.
    folder : pathlib.Path
        Of the unfinished cohort.
    masks_share : float
        As in `simulate_cohort`.

    Returns
    -------
    Piece
        Lines in the order of the patients.

    Raises
    ------
    OSError
        If the disk is full.
    """
    lines: dict[str, list[str]] = {name: [] for name in (*COLUMNS, "truth/latents")}
    n_masks = 0
    for number in numbers:
        patient = draw_patient(seed, number)
        for name, rows in fill_tables(seed, patient).items():
            lines[name] += rows
        for visit, case in every_case(patient):
            study = 40_000_000 + number * 50 + case.number
            row = true_row(patient, visit, case)
            values = ",".join(f"{value:g}" for value in row.values())
            lines["truth/latents"].append(f"{study},{values}")
            rng = streams(seed, number, 2, case.number)
            trains = plan_trains(
                case.body,
                case.electrics,
                rng,
                duration=DURATION,
                has_ectopy=case.has_ectopy,
            )
            steps = render_steps(
                trains,
                rng,
                site=SITES[patient.person.site],
                is_fibrillating=case.body.is_fibrillating,
            )
            subject = patient.subject_id
            place = folder / f"ecg/files/p{str(subject)[:4]}/p{subject}/s{study}"
            write_recording(steps, place, study=study, subject=subject, time=case.time)
            if streams(seed, number, 3, case.number).random() < masks_share:
                masks = draw_masks(case, streams(seed, number, 2, case.number))
                save_masks(masks, folder / "truth" / "masks" / f"{study}.npz")
                n_masks += 1
    text = {name: "".join(f"{row}\n" for row in rows) for name, rows in lines.items()}
    return Piece(text, n_masks)


def _check(patients: int, seed: int, out: Path, masks_share: float) -> None:
    if not 1 <= patients <= 400_000:
        raise EcgktError(f"expected 1 to 400,000 patients, got {patients}")
    if seed < 0:
        raise EcgktError(f"expected a seed of 0 or more, got {seed}")
    if not 0 <= masks_share <= 1:
        raise EcgktError(f"expected a share of masks from 0 to 1, got {masks_share}")
    if out.exists():
        raise EcgktError(
            f"{out} exists already: choose another folder or remove it, a cohort is "
            "never mixed with other files"
        )


def _write(
    patients: int, seed: int, folder: Path, masks_share: float, processes: int | None
) -> Cohort:
    (folder / "truth" / "masks").mkdir(parents=True)
    chunks = [
        range(first, min(first + CHUNK, patients))
        for first in range(0, patients, CHUNK)
    ]
    pieces = list(_run(seed, chunks, folder, masks_share, processes))
    first = draw_patient(seed, 0)
    names = true_row(first, *next(every_case(first)))
    headers = COLUMNS | {"truth/latents": ",".join(["record_id", *names])}
    for name, header in headers.items():
        suffix = ".csv" if name == "ecg/record_list" else ".csv.gz"
        text = (f"{header}\n", *(piece.tables[name] for piece in pieces))
        if suffix == ".csv":
            (folder / f"{name}.csv").write_text("".join(text), encoding="ascii")
        else:
            write_table(folder / f"{name}{suffix}", text)
    for name, whole in dictionaries().items():
        write_table(folder / f"{name}.csv.gz", (whole,))
    (folder / "README.txt").write_text(
        README.format(patients=patients, seed=seed), encoding="ascii"
    )
    n_recordings = sum(piece.tables["ecg/record_list"].count("\n") for piece in pieces)
    n_masks = sum(piece.n_masks for piece in pieces)
    return Cohort(folder, patients, n_recordings, n_masks)


def _run(
    seed: int,
    chunks: list[range],
    folder: Path,
    masks_share: float,
    processes: int | None,
) -> Iterator[Piece]:
    count = min(processes or len(os.sched_getaffinity(0)), len(chunks))
    if count == 1:
        for chunk in chunks:
            yield write_chunk(seed, chunk, folder, masks_share)
        return
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        jobs = [
            pool.submit(write_chunk, seed, chunk, folder, masks_share)
            for chunk in chunks
        ]
        for job in jobs:
            yield job.result()
