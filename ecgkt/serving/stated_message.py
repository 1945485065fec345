"""What a user states, and what is detected of a table, as parts of messages."""

from typing import Any

import msgspec

from ecgkt.serving.protocol import Message
from ecgkt.types.table_map import TableLayout
from ecgkt.types.upload import LIMITS, StatedMetadata

MAX_SENTENCES = 100


def stated_to_fields(stated: StatedMetadata) -> dict[str, Any]:
    """Pack what is stated, the map included, as JSON values."""
    fields: dict[str, Any] = msgspec.to_builtins(stated)
    return fields


def stated_from_fields(fields: dict[str, Any]) -> StatedMetadata:
    """Return what `stated_to_fields` packed; a ValueError if it is another thing."""
    return msgspec.convert(fields, StatedMetadata)


def layout_to_message(layout: TableLayout) -> Message:
    """Pack what was detected of a table."""
    return Message({"kind": "layout", "layout": msgspec.to_builtins(layout)})


def layout_from_message(message: Message) -> TableLayout:
    """
    Unpack a layout that may come from a child which a hostile file took over.

    Parameters
    ----------
    message : Message
        What `layout_to_message` gave.

    Returns
    -------
    TableLayout
        Its texts are untrusted: escape them before they are shown.

    Raises
    ------
    ValueError
        If it is another thing, or beyond what a table can be.
    """
    layout = msgspec.convert(message.fields.get("layout"), TableLayout)
    n_columns = len(layout.columns)
    is_fitting = n_columns <= LIMITS.max_leads and all(
        1 <= column.column <= n_columns for column in layout.map.columns
    )
    if not is_fitting or len(layout.doubts) + len(layout.notes) > MAX_SENTENCES:
        raise ValueError("expected the layout of one table")
    return layout
