import pytest

from ecgkt.errors import RecordError
from ecgkt.types.table_map import MappedColumn, TableMap, map_from_json, map_to_json

WHOLE = TableMap(
    columns=(
        MappedColumn(column=1, name="Zeit é"),
        MappedColumn(column=2, lead="aVR"),
    ),
    fs=500.0,
    unit="uV",
    leads_in="rows",
    skip_lines=3,
    delimiter="\t",
    decimal=",",
    part="Sheet 1",
)


@pytest.mark.parametrize("answer", [WHOLE, TableMap()])
def test_map_is_the_same_when_read_again(answer):
    assert map_from_json(map_to_json(answer).encode()) == answer


def test_each_column_has_a_line_to_edit():
    assert '  {"column": 2, "lead": "aVR", "name": ""}\n' in map_to_json(WHOLE)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"schema": "ecgkt.map/2"}', r"\$.schema"),
        ('{"columns": [{"column": "one"}]}', r"\$.columns\[0\].column"),
        ('{"columns": [{"lead": "I"}]}', r"missing required field `column`.*columns"),
        ('{"columns": [{"column": 1, "leed": "I"}]}', "unknown field `leed`"),
        ('{"colums": []}', "unknown field `colums`"),
        ('{"leads_in": "diagonals"}', r"\$.leads_in"),
        ('{"decimal": "x"}', r"\$.decimal"),
        ('{"fs": "fast"}', r"\$.fs"),
        ('{"fs": NaN}', "JSON is malformed"),
        ("", "truncated"),
        ("[]", "Expected `object`"),
    ],
)
def test_wrong_map_names_its_place(text, place):
    with pytest.raises(RecordError, match=place):
        map_from_json(text.encode())


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(RecordError, match="not as it must be"):
        map_from_json(b"\xff\xfe{}")
