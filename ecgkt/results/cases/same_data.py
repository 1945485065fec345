"""Two tables may be held against each other only where their ECGs are the same."""

import numpy as np

from ecgkt.errors import EcgktError
from ecgkt.results.cases.document import CasesDocument, CaseSource
from ecgkt.results.cases.table import CaseTable


def check_same_data(first: CaseTable, second: CaseTable) -> None:
    """
    Refuse two models' tables of different ECGs.

    Parameters
    ----------
    first, second : CaseTable
        Of two models.

    Raises
    ------
    EcgktError
        If they come of different data or splits, or hold other records.
    """
    if _origin(first.head) != _origin(second.head):
        found = f"{_words(first.head)} and {_words(second.head)}"
    else:
        names, others = first.columns.record_ids, second.columns.record_ids
        n_others = len(np.setxor1d(names, others))
        if not n_others:
            return
        found = f"{n_others} ECGs that are in one table only"
    raise EcgktError(
        f"expected two tables of the same ECGs, found {found}: run evaluate cases for "
        "both models on one store and split"
    )


def _origin(head: CasesDocument) -> tuple[object, ...]:
    """Return what is equal for tables of the same ECGs."""
    source = head.source
    # WFDB records have no hash: those of one folder are the same.
    folder = source.folder if source.kind == "folder" else ""
    return source.kind, source.data_hash, source.seed, folder, head.split


def _words(head: CasesDocument) -> str:
    source: CaseSource = head.source
    known = source.data_hash[:8] or (f"seed {source.seed}" if source.seed else "")
    split = f"{head.split} split" if head.split else "all splits"
    return f"{source.name} ({', '.join(word for word in (known, split) if word)})"
