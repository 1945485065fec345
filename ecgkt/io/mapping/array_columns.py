"""An array of samples, or several of equal length, as columns."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.array_facts import (
    FS_NAMES,
    UNIT_NAMES,
    number_in,
    person_in,
    unit_in,
    without_gain,
    without_padding,
)
from ecgkt.io.mapping.clock import find_clock
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.items import (
    SIGNAL_NAMES,
    Item,
    is_lead,
    is_row,
    label_lists,
    plane_of,
)
from ecgkt.io.units import split_unit
from ecgkt.types.table_map import Side, TableMap
from ecgkt.types.upload import LIMITS

ALONE = "separate arrays"
"""What arrays of one dimension are called together, where a file holds others too."""


class _Part(NamedTuple):
    """One table of a file; `items` are the arrays that it is made of."""

    name: str
    items: list[Item]
    plane: NDArray[Any]
    is_alone: bool


def columns_of_arrays(items: Sequence[Item], wish: TableMap) -> Columns:
    """
    Take the arrays of a file for a table, whatever its columns are.

    Parameters
    ----------
    items : sequence of Item
        All of the file.
    wish : TableMap
        What the user knows better.

    Returns
    -------
    Columns
        Of the array that was wished for, or that is called like a signal, or the first.

    Raises
    ------
    RecordError
        If no array is a table of samples.

    Examples
    --------
    >>> found = columns_of_arrays([Item(("x",), np.zeros((2, 99)))], TableMap())
    >>> len(found.rows), found.leads_in, found.labels
    (2, 'rows', ['', ''])
    """
    parts = _parts(items)
    if not parts:
        raise RecordError(
            f"None of the {len(items)} values in the file is a table of samples: "
            "expected an array of leads and samples, or an array for each lead."
        )
    part = next((one for one in parts if one.name == wish.part), None)
    if wish.part and part is None:
        raise RecordError(
            "The mapping names an array that the file does not hold. Correct it, or "
            "leave it empty."
        )
    part = part or min(parts, key=_rank)
    labels, plane, leads_in = _turned(part, items, wish.leads_in)
    return _columns(part, labels, plane, leads_in, items, parts)


def _parts(items: Sequence[Item]) -> list[_Part]:
    parts = []
    for item in items:
        plane = plane_of(item)
        if plane is not None:
            parts.append(_Part("/".join(item.path), [item], plane, False))
    rows = [item for item in items if is_row(item)]
    sizes = Counter(np.size(item.value) for item in rows)
    if sizes:
        # The arrays of one recording are of one length; of two lengths the commoner.
        size = max(sizes, key=lambda size: (sizes[size], size))
        fitting = [item for item in rows if np.size(item.value) == size]
        fitting = fitting[: LIMITS.max_leads]
        plane = np.array([np.asarray(item.value).reshape(-1) for item in fitting])
        parts.append(_Part(ALONE, fitting, plane, True))
    return parts


def _rank(part: _Part) -> tuple[bool, int]:
    """Sort what is likelier a signal before the rest."""
    is_named = part.is_alone and any(is_lead(item.path[-1]) for item in part.items)
    name = "" if part.is_alone else part.items[0].name
    places = {word: place for place, word in enumerate(SIGNAL_NAMES)}
    return not is_named, places.get(name, len(places) + part.is_alone)


def _turned(
    part: _Part, items: Sequence[Item], wished: Side | None
) -> tuple[list[str], NDArray[Any], Side]:
    """Bring the leads into rows."""
    if part.is_alone:
        return [item.path[-1] for item in part.items], part.plane, "rows"
    shape = part.plane.shape
    lists = [one for one in label_lists(part.items[0], items) if any(map(is_lead, one))]
    named = next((labels for labels in lists if len(labels) in shape), None)
    n_leads = min(shape) if named is None else len(named)
    side: Side = wished or ("rows" if shape[0] == n_leads else "columns")
    plane = part.plane if side == "rows" else part.plane.T
    if plane.shape[0] > LIMITS.max_leads:
        raise RecordError(
            f"A recording has up to {LIMITS.max_leads} signals; with its leads in "
            f"{side} this array has {plane.shape[0]}. Turn it."
        )
    is_fitting = named is not None and len(named) == plane.shape[0]
    labels = [label.strip() for label in named] if named and is_fitting else []
    return labels or [""] * plane.shape[0], plane, side


def _columns(
    part: _Part,
    labels: list[str],
    plane: NDArray[Any],
    leads_in: Side,
    items: Sequence[Item],
    parts: Sequence[_Part],
) -> Columns:
    notes = {
        key.lower(): note for item in part.items for key, note in item.notes.items()
    }
    facts = {item.name: item.value for item in items} | notes
    rows, padding = without_padding(list(plane), number_in(facts, FS_NAMES))
    scaled, gains = without_gain(rows, facts)
    named = [split_unit(label) for label in labels]
    unit = unit_in(facts, UNIT_NAMES)
    names, units = [name for name, _unit in named], [own for _name, own in named]
    clock = find_clock(names, units, scaled, {})
    fs = number_in(facts, FS_NAMES)
    return Columns(
        rows=scaled,
        labels=names,
        units=[own or unit for own in units],
        fs=clock.fs if fs is None else fs,
        clocks=clock.places,
        clock_problem=clock.problem,
        person=person_in(facts),
        warnings=(*padding, *gains),
        parts=tuple(one.name for one in parts) if len(parts) > 1 else (),
        part=part.name if len(parts) > 1 else "",
        leads_in=leads_in,
    )
