"""Tables of cases in a folder of the operator's, and the signals behind them."""

import os
from pathlib import Path
from typing import NamedTuple

from ecgkt.errors import EcgktError, RecordError
from ecgkt.io.read_path import files_of
from ecgkt.results.cases.document import CaseSource
from ecgkt.results.cases.files import HEAD
from ecgkt.serving.audit import hashes_of
from ecgkt.serving.client import ServingClient
from ecgkt.serving.library import LibraryEntry, load_entry
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_from_message
from ecgkt.types.record import EcgRecord, Sex

VARIABLE = "ECGKT_CASES"
MAX_FOLDERS = 200
"""Tables that are offered."""


class FoundCase(NamedTuple):
    """
    The signal of a case, found again.

    Attributes
    ----------
    record : EcgRecord
        The recording.
    file_sha256 : tuple of str or None
        Of each file it was read from: none for a row of a store. None if simulated.
    """

    record: EcgRecord
    file_sha256: tuple[str, ...] | None


def list_cases() -> dict[str, Path]:
    """
    List the tables in the folder that the operator named in ``ECGKT_CASES``.

    Returns
    -------
    dict of str to pathlib.Path
        The folder itself if it is a table, and those of its folders that are; empty if
        the variable is unset or empty.

    Raises
    ------
    EcgktError
        If there is no such folder, or no table in it.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return {}
    root = Path(named)
    if not root.is_dir():
        raise EcgktError(
            f"{VARIABLE} must name a folder that evaluate cases wrote; no such folder "
            "was found. Ask whoever runs this server."
        )
    candidates = [root, *sorted(path for path in root.iterdir() if path.is_dir())]
    found = {
        path.name: path for path in candidates[:MAX_FOLDERS] if (path / HEAD).is_file()
    }
    if not found:
        raise EcgktError(
            f"{VARIABLE} must name a folder that evaluate cases wrote, or one of such "
            "folders; no cases.json was found there. Run evaluate cases --out."
        )
    return found


def find_signal(
    client: ServingClient,
    source: CaseSource,
    *,
    place: str,
    record_id: str,
    age: float | None = None,
    sex: Sex | None = None,
) -> FoundCase:
    """
    Find the signal of a case again, in another process.

    Parameters
    ----------
    client : ServingClient
        Its workers read the store, parse the file or simulate the ECG.
    source : CaseSource
        Of the table.
    place, record_id, age, sex
        Of the case, as in `CaseTruth`.

    Returns
    -------
    FoundCase

    Raises
    ------
    EcgktError
        If the source is gone or is not what it was.
    """
    if source.kind == "folder":
        return _parse(client, Path(source.folder), place)
    if source.kind == "simulated":
        cases = {"seed": source.seed, "numbers": [int(place)]}
        job = Message({"kind": "make_case", "cases": cases})
    else:
        case = {
            "folder": source.folder,
            "row": int(place),
            "data_hash": source.data_hash,
            "record_id": record_id,
            "age": age,
            "sex": sex,
        }
        job = Message({"kind": "case", "case": case})
    record = client.ask(job, record_from_message, "signal")
    return FoundCase(record, None if source.kind == "simulated" else ())


def _parse(client: ServingClient, folder: Path, place: str) -> FoundCase:
    root = folder.resolve()
    path = (root / place).resolve()
    if not path.is_relative_to(root):
        raise RecordError("This case names a file outside the folder of its table.")
    entry = LibraryEntry(path.stem, tuple(files_of(path)))
    files = load_entry(entry)
    return FoundCase(client.parse(files), hashes_of(files))
