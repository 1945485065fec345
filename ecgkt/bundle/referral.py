"""From which doubt on a reading is referred, out of the folder of its model."""

from pathlib import Path

from ecgkt.errors import CheckpointError
from ecgkt.results.document import load_document
from ecgkt.results.doubt import DoubtTable, Referral


def load_referral(folder: Path, model_sha256: str) -> Referral | None:
    """
    Read what was measured of a model's doubt.

    Parameters
    ----------
    folder : pathlib.Path
        The model's.
    model_sha256 : str
        Of its weights, as loaded.

    Returns
    -------
    Referral or None
        None if nothing was measured, or of other weights.

    Raises
    ------
    CheckpointError
        If the document is damaged.
    """
    path = folder / "results" / DoubtTable.FILE
    if not path.exists():
        return None
    table = load_document(path, DoubtTable, CheckpointError)
    return table.referral if table.sha256 == model_sha256 else None
