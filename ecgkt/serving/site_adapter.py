"""The site adapter that the operator offers, as far as pages must know it."""

import os
from pathlib import Path

from ecgkt.errors import CheckpointError
from ecgkt.results.adapter import AdapterDocument
from ecgkt.results.document import load_document

VARIABLE = "ECGKT_ADAPTER"


def adapter_folder() -> Path | None:
    """
    Tell which adapter the operator named in ``ECGKT_ADAPTER``.

    Returns
    -------
    pathlib.Path or None
        None if the variable is unset or empty.
    """
    folder = os.environ.get(VARIABLE)
    return Path(folder) if folder else None


def load_site(folder: Path) -> AdapterDocument:
    """
    Read what an adapter says of itself; the worker that uses it checks the rest.

    Parameters
    ----------
    folder : pathlib.Path
        The operator's choice.

    Returns
    -------
    AdapterDocument

    Raises
    ------
    CheckpointError
        If there is none, or it is damaged.
    """
    try:
        return load_document(folder / "adapter.json", AdapterDocument, CheckpointError)
    except CheckpointError as error:
        raise CheckpointError(
            f"{VARIABLE} must name a folder that adapt wrote: {error}. "
            "Ask whoever runs this server."
        ) from error
