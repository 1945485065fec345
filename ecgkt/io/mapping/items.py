"""The named values of a MATLAB, HDF5 or NumPy file, and which of them are tables."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.array_facts import texts_of
from ecgkt.io.mapping.columns import MIN_SAMPLES
from ecgkt.io.mapping.detect import ROWS
from ecgkt.io.units import split_unit
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import lead_name

SIGNAL_NAMES = (
    *("val", "tracings", "tracing", "signal", "signals", "ecg", "data", "sig", "x"),
    *("p_signal", "samples", "waveform", "waveforms", "ecg_data", "arr_0"),
)
LEAD_LISTS = frozenset(
    (
        *("leads", "lead", "lead_names", "leadnames", "sig_name", "sig_names", "desc"),
        *("channels", "channel_names", "labels", "label", "ch_names", "leads_names"),
    )
)


class Item(NamedTuple):
    """
    One value of a file.

    Attributes
    ----------
    path : tuple of str
        Names of the groups it lies in, and its own.
    value : numpy.ndarray or list of str
        Numbers, or texts.
    notes : dict of str to object
        Attributes of the array and of its groups.
    """

    path: tuple[str, ...]
    value: NDArray[Any] | list[str]
    notes: dict[str, object] = {}  # noqa: RUF012

    @property
    def name(self) -> str:
        """Its own name, in lower case."""
        return self.path[-1].lower() if self.path else ""


def plane_of(item: Item) -> NDArray[Any] | None:
    """Return an array as a table of leads and samples, if it can be one."""
    value = item.value
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
        return None
    sizes = [size for size in value.shape if size != 1]
    if len(value.shape) == 3 and len(sizes) == 3 and value.shape[-1] in ROWS:
        raise RecordError(
            f"One recording is read at a time; the file holds {value.shape[0]}. Save "
            "one of them."
        )
    if len(sizes) != 2 or max(sizes) < MIN_SAMPLES or min(sizes) > LIMITS.max_leads:
        return None
    return value.reshape(sizes)


def label_lists(item: Item, items: Sequence[Item]) -> list[list[str]]:
    """Return the lists of names that may be those of an array's leads."""
    lists = [
        other.value
        for other in items
        if other.name in LEAD_LISTS and isinstance(other.value, list)
    ]
    notes = (note for key, note in item.notes.items() if key.lower() in LEAD_LISTS)
    return lists + [texts_of(note) for note in notes]


def is_row(item: Item) -> bool:
    """Tell an array of one dimension that is long enough for a lead."""
    value = item.value
    return (
        isinstance(value, np.ndarray)
        and value.dtype.kind in "fiu"
        and value.size >= MIN_SAMPLES
        and value.size == max(value.shape)
    )


def is_lead(label: str) -> bool:
    """Tell the name of a lead, with its unit or without."""
    return lead_name(split_unit(label.strip())[0]) is not None
