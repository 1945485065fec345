"""Which ECG is open, in which list it stands, and what the address says of it."""

from collections.abc import Sequence

import numpy as np

from pages.failure_cases.opened import Opened
from pages.shared import address, session

NEIGHBOURS = 500
"""ECGs of a list that can be walked through."""


def chosen_case(opened: Opened) -> int | None:
    """Return the row of the open ECG, also asked for by ``?case=ID``."""
    names = opened.table.columns.record_ids
    chosen = session.state("case-chosen", list[str])
    asked = address.asked("case", _Names(opened))
    if asked:
        chosen[:] = [asked]
    rows = np.flatnonzero(names == (chosen[0] if chosen else ""))
    if not len(rows):
        chosen.clear()
    address.show("case", chosen[0] if chosen else None)
    return int(rows[0]) if len(rows) else None


def open_case(record_id: str, among: Sequence[str] = ()) -> None:
    """Open an ECG, and remember the list from which it was opened."""
    session.state("case-chosen", list[str])[:] = [record_id]
    if among:
        session.state("case-list", list[str])[:] = among[:NEIGHBOURS]
    session.state("case-openings", list[int]).append(1)


def close_case() -> None:
    """Go back to the lists."""
    session.state("case-chosen", list[str]).clear()


def n_openings() -> int:
    """Count how often an ECG was opened: a chart forgets its selection by that."""
    return len(session.state("case-openings", list[int]))


def neighbours(record_id: str) -> tuple[str | None, str | None, str]:
    """Return the ECGs before and after one in its list, and its place in words."""
    among = session.state("case-list", list[str])
    if record_id not in among:
        return None, None, ""
    place = among.index(record_id)
    before = among[place - 1] if place else None
    after = among[place + 1] if place + 1 < len(among) else None
    return before, after, f"{place + 1} of {len(among)}"


class _Names:
    """The names of a table's ECGs."""

    def __init__(self, opened: Opened) -> None:
        self._names = opened.table.columns.record_ids

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool((self._names == name).any())
