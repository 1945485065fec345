"""Lies of a parsing child are refused; its errors reach the user."""

import pytest

from ecgkt.serving.protocol import Message
from ecgkt.serving.validate_answer import groups_of, parse_error
from ecgkt.types.upload import UploadedFile

FILES = [UploadedFile("a.hea", b"a"), UploadedFile("a.dat", b"b")]


@pytest.mark.parametrize(
    "groups",
    [
        None,
        [3],
        [{"name": "a"}],
        [{"name": "a", "files": [9]}],
        [{"name": "a", "files": [-1]}],
        [{"name": "a", "files": [True]}],
        [{"name": "a", "files": ["0"]}],
        [{"name": "a", "files": [0, 0]}],
        [{"name": "a", "files": [0]}, {"name": "b", "files": [0]}],
    ],
)
def test_lies_about_groups_are_refused(groups):
    with pytest.raises(ValueError, match=r"(?i)expected|missing"):
        groups_of(Message({"groups": groups}), FILES)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"error": "RecordError", "text": "expected 12 leads"}, "expected 12 leads"),
        ({"error": "RecordError", "text": "x" * 9999}, "x" * 2000),
        ({"error": "RecordError", "text": ""}, "more memory"),
        ({"error": "MemoryError", "text": "ZZPHI"}, "more memory"),
        ({}, "more memory"),
    ],
)
def test_only_texts_for_users_are_passed_on(fields, said):
    error = parse_error(Message(fields))
    assert said in str(error)
    assert "ZZPHI" not in str(error)
