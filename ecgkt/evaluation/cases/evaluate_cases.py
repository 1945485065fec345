"""The table of cases of a finished model, and its map."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.cases.collect import collect, forget_parts
from ecgkt.evaluation.cases.sources import Cases, cases_of_folder, cases_of_store
from ecgkt.pipeline.read_case import case_thresholds
from ecgkt.pipeline.reader import Reader
from ecgkt.results.cases.files import write_cases
from ecgkt.results.cases.make_table import (
    TableFacts,
    make_table,
    principal_components,
)
from ecgkt.results.cases.table import CaseTable
from ecgkt.results.model_card import BUNDLED

N_COMPONENTS = 50
"""Of the embedding, before it is laid out in two dimensions."""
MIN_FOR_TSNE, MAX_FOR_TSNE = 100, 10_000
"""Fewer ECGs have no neighbourhoods; more would take hours."""
PERPLEXITY = 30.0
SEED = 16
COMMAND = "python -m ecgkt evaluate cases --store STORE --split {split} --out CASES"
FOLDER_COMMAND = "python -m ecgkt evaluate cases --challenge FOLDER --out CASES"


def evaluate_cases(
    out: Path,
    *,
    store: Path | None = None,
    challenge: Path | None = None,
    split: str = "tuning",
    model: Path = BUNDLED,
    n_records: int | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> CaseTable:
    """
    Read a set of ECGs as the app reads them, and write the table of cases.

    Parameters
    ----------
    out : pathlib.Path
        Folder of the table. An interrupted run goes on where it was.
    store, challenge : pathlib.Path or None
        One of them: a prepared store, or a folder of WFDB records with ``Dx`` lines.
    split : str
        "tuning" or "held_out"; of a store.
    model : pathlib.Path
        Folder of the model; by default the shipped one.
    n_records : int or None
        The first so many of a store; all if left out.
    say : callable
        Told of the progress.

    Returns
    -------
    CaseTable
        As written.

    Raises
    ------
    EcgktError
        If the model or the source is incomplete, or nothing can be read.
    ValueError
        If not exactly one source is named.
    """
    if (store is None) == (challenge is None):
        raise ValueError("expected either a store or a folder of challenge records")
    if store is not None:
        cases = cases_of_store(store, split, n_records)
        command = COMMAND.format(split=split)
    else:
        assert challenge is not None
        cases, command = cases_of_folder(challenge, say), FOLDER_COMMAND
    table = tabulate(Reader.load(model), cases, out, command=command, say=say)
    write_cases(out, table)
    forget_parts(out)
    return table


def tabulate(
    reader: Reader,
    cases: Cases,
    out: Path,
    *,
    command: str,
    say: Callable[[str], None],
) -> CaseTable:
    """
    Read cases and put their table together, without writing it.

    Parameters
    ----------
    reader : Reader
        The model.
    cases : Cases
        What to read.
    out : pathlib.Path
        Folder for what is kept of an interrupted run.
    command : str
        What the table is to say of its making.
    say : callable
        Told of the progress.

    Returns
    -------
    CaseTable
    """
    rows, embeddings = collect(reader, cases, out, say)
    points, map_rule = lay_out(embeddings)
    facts = TableFacts(
        command=command,
        is_simulated=cases.is_simulated,
        model=reader.bundle.identity,
        source=cases.source,
        split=cases.split,
        truth=cases.truth,
        thresholds=case_thresholds(reader),
        map_rule=map_rule,
        has_superclasses=cases.has_superclasses,
    )
    return make_table(rows, points, facts)


def lay_out(embeddings: NDArray[np.float32]) -> tuple[NDArray[np.float32], str]:
    """
    Lay embeddings out in two dimensions, the same on every run.

    Parameters
    ----------
    embeddings : numpy.ndarray of shape (n, D), float32
        NaN where there are no scores.

    Returns
    -------
    points : numpy.ndarray of shape (n, 2), float32
        NaN where `embeddings` is.
    rule : str
        A key of `MAP_RULES`.
    """
    points = np.full((len(embeddings), 2), np.nan, dtype=np.float32)
    known = ~np.isnan(embeddings).any(axis=1)
    n = int(known.sum())
    if n < 2:
        return points, "pca"
    parts = principal_components(embeddings[known], N_COMPONENTS)
    if not MIN_FOR_TSNE <= n <= MAX_FOR_TSNE:
        points[known] = parts[:, :2]
        return points, "pca"
    from sklearn.manifold import TSNE

    start = parts[:, :2] / parts[:, 0].std() * 1e-4
    layout = TSNE(
        init=start.astype(np.float32),
        perplexity=PERPLEXITY,
        random_state=SEED,
        n_jobs=1,
    )
    points[known] = layout.fit_transform(parts.astype(np.float32))
    return points, "t-sne"
