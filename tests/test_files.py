import json

import pytest

from ecgkt import files
from ecgkt.errors import CheckpointError
from ecgkt.files import read_document, to_json, write_atomically


def test_all_files_are_written(tmp_path):
    write_atomically({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "b").read_bytes() == b"2"


def test_failed_write_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(b"old")

    def full(handle):
        raise OSError("No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically({first: b"new", second: b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["first"]
    assert first.read_bytes() == b"old"


def test_missing_value_is_null_and_text_stays_readable():
    content = to_json({"auroc": None, "name": "Wolff–Parkinson"})
    assert json.loads(content) == {"auroc": None, "name": "Wolff–Parkinson"}
    assert "–".encode() in content


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_nan_is_not_written(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"auroc": value})


def test_document_is_of_its_schema_or_refused_by_name(tmp_path):
    path = tmp_path / "card.json"
    for content, message in (
        (None, "expected card.json in .*, found none"),
        (b"{", "card.json: expected JSON"),
        (b"[1]", "expected schema ecgkt.x/1, found None"),
        (b'{"schema": "ecgkt.x/2"}', "expected schema ecgkt.x/1, found 'ecgkt.x/2'"),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(CheckpointError, match=message):
            read_document(path, "ecgkt.x/1", CheckpointError)
    path.write_bytes(b'{"schema": "ecgkt.x/1", "n": 3}')
    assert read_document(path, "ecgkt.x/1")["n"] == 3
