"""The delineator that is shipped: learned from all records, cross-validated."""

import json
from pathlib import Path
from typing import Any

from ecgkt.bundle.delineator import (
    DOCUMENT_FILE,
    RESULTS_FILE,
    WEIGHTS_FILE,
    load_delineator,
    recipe_of,
)
from ecgkt.dataset.ludb import read_ludb
from ecgkt.errors import EcgktError
from ecgkt.files import read_document, to_json, write_atomically
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.delineation.cross_validation import simulated_intervals
from ecgkt.studies.delineation.global_intervals import (
    Errors,
    add_errors,
    errors_to_dict,
)


def bundle_delineator(
    run: Path, cross_validated: Path, *, ludb: Path | None = None, out: Path = BUNDLED
) -> dict[str, Any]:
    """
    Put a finished run into the model's folder, with the figures that hold for it.

    Parameters
    ----------
    run : pathlib.Path
        Of ``train delineate``, on all records; or `out` itself, whose figures on
        simulated beats and on `ludb` are then measured anew.
    cross_validated : pathlib.Path
        What ``evaluate delineation --ludb DIR --cross-validate K --json`` printed, of
        the same records and settings.
    ludb : pathlib.Path or None
        The records that the run has seen, for the intervals of whole recordings where
        the document does not have them cross-validated.
    out : pathlib.Path
        The model's folder: delineator.safetensors, delineator.json and
        results/delineation.json are written there.

    Returns
    -------
    dict
        The shipped document: the cross-validated one, with the weights' hash and the
        intervals that these weights measure on simulated beats.

    Raises
    ------
    EcgktError
        If the run is not finished, or the document speaks of other records or another
        recipe, or is not cross-validated.
    """
    if run.resolve() != out.resolve() and not (run / "DONE").exists():
        raise EcgktError(
            f"{run.name}: expected a finished run of train delineate, found no DONE; "
            "go on with --resume"
        )
    delineator = load_delineator(run)
    described = json.loads((run / DOCUMENT_FILE).read_bytes())
    evaluated = read_document(cross_validated, DelineationTable.SCHEMA)
    _check(evaluated, described, cross_validated.name)
    document = {
        **evaluated,
        "model": {"sha256": delineator.sha256},
        "simulated_intervals": simulated_intervals(delineator),
    }
    if ludb is not None:
        errors: Errors = {}
        add_errors(errors, read_ludb(ludb), delineator)
        document["global_intervals"] = errors_to_dict(errors, are_seen=True)
    (out / RESULTS_FILE).parent.mkdir(parents=True, exist_ok=True)
    write_atomically(
        {
            out / WEIGHTS_FILE: (run / WEIGHTS_FILE).read_bytes(),
            out / DOCUMENT_FILE: (run / DOCUMENT_FILE).read_bytes(),
            out / RESULTS_FILE: to_json(document),
        }
    )
    return document


def _check(evaluated: dict[str, Any], described: dict[str, Any], name: str) -> None:
    """Refuse figures that do not hold for the run."""
    if not evaluated.get("folds"):
        raise EcgktError(
            f"{name}: expected a cross-validated document, found one of a finished "
            "delineator: run evaluate delineation with --cross-validate"
        )
    for what, of_document, of_run in (
        ("records", evaluated.get("data_hash"), described.get("data_hash")),
        ("recipe", evaluated.get("recipe"), recipe_of(described)),
    ):
        if of_document != of_run:
            raise EcgktError(
                f"{name}: expected the {what} of the run, found others: cross-validate "
                "with the records and settings that the run was trained with"
            )
