"""The sets of labels whose figures are averaged."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.vocab.statements import DIAGNOSES

SUBCLASSES = tuple(
    dict.fromkeys(code.subclass for code in DIAGNOSES if code.subclass is not None)
)
"""PTB-XL's 23 diagnostic subclasses, in the order in which statements name them."""

SUBCLASS_MEMBERS = tuple(
    tuple(i for i, code in enumerate(DIAGNOSES) if code.subclass == name)
    for name in SUBCLASSES
)
"""Positions of each subclass's statements among the 71."""

STATEMENT_SETS = {
    "all": tuple(range(len(DIAGNOSES))),
    **{
        kind: tuple(i for i, code in enumerate(DIAGNOSES) if kind in code.kinds)
        for kind in ("diagnostic", "form", "rhythm")
    },
}
"""Positions of the statements in each macro; a statement may be of two kinds."""


def group_labels(
    labels: NDArray[np.integer], members: Sequence[Sequence[int]]
) -> NDArray[np.uint8]:
    """
    Call a group present where any of its statements is.

    Parameters
    ----------
    labels : numpy.ndarray of shape (n_records, 71), integer
        1 where a statement was made, whatever its likelihood.
    members : sequence of sequences of int
        Columns of each group.

    Returns
    -------
    numpy.ndarray of shape (n_records, n_groups), uint8
        1 where the group is present.

    Examples
    --------
    >>> group_labels(np.array([[0, 1, 0], [0, 0, 0]]), [(0, 1), (2,)]).tolist()
    [[1, 0], [0, 0]]
    """
    columns = [labels[:, list(group)].any(axis=1) for group in members]
    return np.stack(columns, axis=1).astype(np.uint8)
