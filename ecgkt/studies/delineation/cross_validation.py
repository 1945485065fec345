"""How well the delineator finds waves: on marked recordings, and on simulated ones."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ecgkt.bundle.delineator import DOCUMENT_FILE, load_delineator, recipe_of
from ecgkt.dataset.ludb import WAVE_NAMES, MarkedRecord, read_ludb
from ecgkt.errors import EcgktError
from ecgkt.evaluation.match_waves import RULE, TOLERANCE, Tally
from ecgkt.measure.delineation import delineate, readable_leads
from ecgkt.models.delineate import Delineator
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.delineation.beat_families import family_errors
from ecgkt.studies.delineation.global_intervals import (
    Errors,
    add_errors,
    errors_to_dict,
)
from ecgkt.studies.delineation.synthetic_intervals import interval_errors
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.delineate import DELINEATE, DelineateSettings
from ecgkt.training.stages.delineate import hash_records, train_delineate

SCHEMA = "ecgkt.delineation/1"
COMMAND = "python -m ecgkt evaluate delineation --ludb DIR{option} --json"


def evaluate_delineator(ludb: Path, *, folder: Path | None = None) -> dict[str, Any]:
    """
    Evaluate a finished delineator.

    Parameters
    ----------
    ludb : pathlib.Path
        Any folder in LUDB's layout; figures are honest for records it did not see.
    folder : pathlib.Path or None
        Of the delineator; None takes the shipped one.

    Returns
    -------
    dict
        Document of schema ecgkt.delineation/1.

    Raises
    ------
    EcgktError
        If data or delineator cannot be read.
    """
    records = read_ludb(ludb)
    home = folder or BUNDLED
    delineator = load_delineator(home)
    tallies = {name: Tally() for name in WAVE_NAMES}
    count_waves(tallies, records, delineator)
    document = _document(records, tallies, option="")
    document["model"] = {"sha256": delineator.sha256}
    document["recipe"] = _recipe(home)
    document["simulated_intervals"] = simulated_intervals(delineator)
    errors: Errors = {}
    add_errors(errors, records, delineator)
    is_seen = hash_records(records) == described_data(home)
    document["global_intervals"] = errors_to_dict(errors, are_seen=is_seen)
    return document


def cross_validate(
    ludb: Path,
    n_folds: int,
    *,
    runs: Path | None = None,
    settings: DelineateSettings = DELINEATE,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Train without each fold in turn, and evaluate on it.

    Parameters
    ----------
    ludb : pathlib.Path
        Folder in LUDB's layout.
    n_folds : int
        Record n of RECORDS, counted from 0, is evaluated in fold n modulo this.
    runs : pathlib.Path or None
        Where the runs are kept and resumed; None throws them away.
    settings : DelineateSettings
        Of every fold, chosen beforehand.
    say : callable
        Hears of the progress.

    Returns
    -------
    dict
        Document of schema ecgkt.delineation/1; all folds' waves are counted together.

    Raises
    ------
    EcgktError
        If there are fewer recordings than folds, or fewer than two folds.
    """
    records = read_ludb(ludb)
    if not 2 <= n_folds <= len(records):
        raise EcgktError(
            f"expected 2 to {len(records)} folds for {len(records)} recordings, found "
            f"{n_folds}"
        )
    tallies = {name: Tally() for name in WAVE_NAMES}
    errors: Errors = {}
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) if runs is None else runs
        for fold in range(n_folds):
            say(f"fold {fold + 1} of {n_folds}")
            out = home / f"fold-{fold}-of-{n_folds}"
            learned = [
                record for n, record in enumerate(records) if n % n_folds != fold
            ]
            if not (out / "DONE").exists():
                resume = RunLimits(resume=(out / "config.json").exists())
                train_delineate(learned, out, settings=settings, limits=resume)
            judged, delineator = records[fold::n_folds], load_delineator(out)
            count_waves(tallies, judged, delineator)
            add_errors(errors, judged, delineator)
            recipe = _recipe(out)
    document = _document(records, tallies, option=f" --cross-validate {n_folds}")
    document["folds"] = n_folds
    document["recipe"] = recipe
    document["global_intervals"] = errors_to_dict(errors, are_seen=False)
    return document


def simulated_intervals(delineator: Delineator) -> dict[str, Any]:
    """
    Measure all synthetic beats.

    Parameters
    ----------
    delineator : Delineator
        To be evaluated.

    Returns
    -------
    dict
        What `interval_errors` gives, and "families" by `family_errors`.
    """
    return {**interval_errors(delineator), "families": family_errors(delineator)}


def count_waves(
    tallies: dict[str, Tally], records: Sequence[MarkedRecord], delineator: Delineator
) -> None:
    """
    Add recordings to the counts, every lead by itself.

    Parameters
    ----------
    tallies : dict of str to Tally
        "p", "qrs" and "t"; changed in place.
    records : sequence of MarkedRecord
        Which the delineator did not learn from, if the figures shall mean anything.
    delineator : Delineator
        To be evaluated.
    """
    for marked in records:
        leads = readable_leads(marked.record.signal, marked.record.fs)
        delineated = delineate(
            leads, marked.record.fs, delineator, mask_fs=delineator.mask_fs
        )
        for name, tally in tallies.items():
            tally.add_recording(
                [lead.waves[name] for lead in marked.leads],
                [getattr(waves, name) for waves in delineated.leads],
                [lead.span for lead in marked.leads],
            )


def described_data(folder: Path) -> str:
    """Return the hash of the records that a finished delineator learned from."""
    described = json.loads((folder / DOCUMENT_FILE).read_bytes())
    return str(described.get("data_hash", ""))


def _recipe(folder: Path) -> dict[str, Any]:
    described = json.loads((folder / DOCUMENT_FILE).read_bytes())
    try:
        return recipe_of(described)
    except KeyError as error:
        raise EcgktError(
            f"{DOCUMENT_FILE}: expected what train delineate wrote, found no {error}"
        ) from error


def _document(
    records: Sequence[MarkedRecord], tallies: dict[str, Tally], *, option: str
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "command": COMMAND.format(option=option),
        "n_records": len(records),
        "data_hash": hash_records(records),
        "tolerance_ms": 1000 * TOLERANCE,
        "rule": RULE,
        "waves": {name: tally.to_dict() for name, tally in tallies.items()},
    }


def summarise(document: dict[str, Any]) -> str:
    """
    Put a document into lines for the terminal.

    Parameters
    ----------
    document : dict
        Of schema ecgkt.delineation/1.

    Returns
    -------
    str
    """
    lines = [f"{document['n_records']} records, within {document['tolerance_ms']:g} ms"]
    for name, figures in document["waves"].items():
        onset, offset = (
            " ± ".join(_number(figures[what][part], 1) for part in ("mean", "sd"))
            for what in ("onset_ms", "offset_ms")
        )
        lines.append(
            f"{name.upper():4} sensitivity {_number(figures['sensitivity'], 4)}  "
            f"PPV {_number(figures['ppv'], 4)}  onset {onset} ms  end {offset} ms"
        )
    simulated = document.get("simulated_intervals", {})
    parts = {
        "simulated": simulated.get("errors", {}),
        **{f"{name} beats": one for name, one in simulated.get("families", {}).items()},
        **{
            f"against marks, {fs} Hz": one
            for fs, one in document.get("global_intervals", {}).get("rates", {}).items()
        },
    }
    lines += [
        f"{part}: {name} {_number(figures['mean'], 1)} ± {_number(figures['sd'], 1)} "
        f"{figures.get('unit', 'ms')} (n {figures['n']})"
        for part, errors in parts.items()
        for name, figures in errors.items()
    ]
    return "\n".join(lines)


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
