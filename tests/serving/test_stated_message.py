import numpy as np
import pytest

from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.layout import layout_of_columns
from ecgkt.serving.parser_worker import answer_to
from ecgkt.serving.protocol import Message
from ecgkt.serving.stated_message import (
    layout_from_message,
    layout_to_message,
    stated_from_fields,
    stated_to_fields,
)
from ecgkt.types.table_map import MappedColumn, TableMap
from ecgkt.types.upload import NOTHING_STATED, StatedMetadata

MAP = TableMap(columns=(MappedColumn(column=1, lead="I"),), fs=500.0)
FOUND = Columns(rows=[np.arange(99.0)] * 2, labels=["a", ""], units=[None, "mV"])


@pytest.mark.parametrize(
    "stated",
    [
        NOTHING_STATED,
        StatedMetadata(fs=500.0, unit="mV", age=40.0, sex="male"),
        StatedMetadata(leads=("I", "-"), map=MAP),
    ],
)
def test_statement_travels_whole(stated):
    assert stated_from_fields(stated_to_fields(stated)) == stated


def test_layout_travels_whole():
    layout = layout_of_columns(FOUND, NOTHING_STATED, "csv")
    assert layout_from_message(layout_to_message(layout)) == layout


def test_layout_of_a_captured_child_is_refused():
    fields = layout_to_message(layout_of_columns(FOUND, NOTHING_STATED, "csv")).fields
    spoilt = [
        {"kind": "layout"},
        {"layout": {**fields["layout"], "columns": "many"}},
        {"layout": {**fields["layout"], "columns": fields["layout"]["columns"] * 99}},
        {"layout": {**fields["layout"], "columns": []}},
        {"layout": {**fields["layout"], "doubts": ["x"] * 999}},
    ]
    for answer in spoilt:
        with pytest.raises(ValueError, match=r"."):
            layout_from_message(Message(answer))


def test_child_looks_at_a_table_and_refuses_what_is_none():
    table = "\n".join(f"{n % 7},{n % 5}" for n in range(99)).encode()
    fields = {"kind": "layout", "stated": stated_to_fields(StatedMetadata(map=MAP))}
    job = Message({**fields, "names": ["a.csv"]}, (table,))
    layout = layout_from_message(answer_to(job))
    assert (layout.kind, layout.n_samples, len(layout.columns)) == ("csv", 99, 2)
    refused = answer_to(job._replace(blobs=(b"\x89PNG\r\n\x1a\n",)))
    assert refused.fields["error"] == "RecordError"
