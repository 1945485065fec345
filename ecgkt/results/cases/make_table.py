"""Rows become a whole table, with the map, its worst slices and its words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.cases.document import CaseLabel, CasesDocument, CaseSource
from ecgkt.results.cases.groups import RULES
from ecgkt.results.cases.slices import find_slices
from ecgkt.results.cases.table import (
    LABELS,
    TITLES,
    CaseTable,
    columns_of,
    measures_of,
)
from ecgkt.types.case import CaseRow
from ecgkt.types.reading import ModelIdentity

WORST = 30
"""Slices that are kept of all that were tested."""
MAP_RULES = {
    "pca": "First two principal components of what the encoder puts out.",
    "t-sne": "t-SNE (van der Maaten and Hinton 2008) of the first principal "
    "components of what the encoder puts out, begun from the first two: neighbours "
    "are alike, distances across the map mean nothing.",
}


def principal_components(
    embeddings: NDArray[np.floating], n: int = 2
) -> NDArray[np.float64]:
    """
    Project embeddings on their first principal components, the same on every run.

    Parameters
    ----------
    embeddings : numpy.ndarray of shape (n_records, D)
        One row per ECG.
    n : int
        Components; fewer where there are fewer records.

    Returns
    -------
    numpy.ndarray of shape (n_records, n), float64
        The sign is chosen so that the largest deviation points upwards.
    """
    centred = embeddings.astype(np.float64) - embeddings.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    found = centred @ vectors[:, ::-1][:, :n]
    largest = found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])]
    return found * np.where(largest < 0, -1.0, 1.0)


class TableFacts(NamedTuple):
    """
    What is said of a whole table.

    Attributes
    ----------
    command, is_simulated, model, source, split, truth
        As in `CasesDocument`.
    thresholds : sequence of float
        Of `LABELS`.
    map_rule : str
        A key of `MAP_RULES`.
    has_superclasses : bool
        Whether the source tells of each super-class if it is there.
    """

    command: str
    is_simulated: bool
    model: ModelIdentity
    source: CaseSource
    split: str
    truth: str
    thresholds: Sequence[float]
    map_rule: str
    has_superclasses: bool


def make_table(
    rows: Sequence[CaseRow], points: NDArray[np.floating], facts: TableFacts
) -> CaseTable:
    """
    Put a table together.

    Parameters
    ----------
    rows : sequence of CaseRow
        At least one.
    points : numpy.ndarray of shape (n, 2)
        Where each lies on the map.
    facts : TableFacts
        The rest.

    Returns
    -------
    CaseTable
    """
    columns = columns_of(
        rows, points.astype(np.float32), has_superclasses=facts.has_superclasses
    )
    positives = columns.truth[columns.is_known].sum(axis=0).tolist()
    told = [label for label, n in zip(LABELS, positives, strict=True) if n]
    slices = find_slices(columns, told)
    head = CasesDocument(
        command=facts.command,
        simulated=facts.is_simulated,
        model=facts.model,
        source=facts.source,
        split=facts.split,
        n_records=len(rows),
        n_patients=len(np.unique(columns.patients)),
        n_scored=int(columns.is_known.sum()),
        truth=facts.truth,
        labels=tuple(
            CaseLabel(code=code, title=TITLES[code], threshold=limit, positives=n)
            for code, limit, n in zip(LABELS, facts.thresholds, positives, strict=True)
        ),
        measures=measures_of(rows),
        rules={**RULES, "map": MAP_RULES[facts.map_rule]},
        n_slices=len(slices),
        slices=tuple(slices[:WORST]),
    )
    return CaseTable(head=head, columns=columns)
