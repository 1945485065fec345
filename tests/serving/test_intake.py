"""What is given to a worklist becomes recordings that wait, each under its name."""

from functools import partial

import pytest

from ecgkt.errors import RecordError
from ecgkt.serving.intake import (
    Pending,
    from_examples,
    from_library,
    from_uploads,
    pair_by_name,
)
from ecgkt.serving.library import list_library
from ecgkt.types.upload import UploadedFile
from tests.builders.archives import archive
from tests.builders.local_bulk import LocalBulk

HEADER = b"a 12 100 1000\n"


@pytest.fixture
def bulk(tiny_model):
    return LocalBulk(tiny_model)


def names(intake):
    return [pending.name for pending in intake.waiting]


def test_archive_and_loose_files_become_recordings(bulk):
    packed = archive([("d/x.csv", b"I,II\n"), ("../y.csv", b"I,II\n")])
    intake = from_uploads(bulk, [packed, UploadedFile("z.csv", b"I,II\n")])
    assert names(intake) == ["x.csv", "z.csv"]
    ((name, text),) = intake.failures
    assert name == "y.csv"
    assert "leads out of the archive" in text


def test_what_cannot_be_opened_is_named(bulk):
    damaged = UploadedFile("many.zip", archive([("a.csv", b"1")]).content[:-10])
    intake = from_uploads(bulk, [damaged])
    ((name, text),) = intake.failures
    assert (name, names(intake)) == ("many.zip", [])
    assert "damaged" in text


def test_pairs_are_found_by_name_where_sorting_fails(bulk, monkeypatch):
    def refuse(_files):
        raise RecordError("one header is beyond reading")

    monkeypatch.setattr(bulk, "group", refuse)
    files = [UploadedFile("a.hea", b"\xff"), UploadedFile("a.dat", b"1")]
    intake = from_uploads(bulk, [*files, UploadedFile("b.csv", b"2")])
    assert [len(pending.files) for pending in intake.waiting] == [2, 1]


def test_pairs_stay_in_their_folders():
    files = [
        UploadedFile("one/a.dat", b"1"),
        UploadedFile("one/a.hea", b"1"),
        UploadedFile("two/a.hea", b"2"),
        UploadedFile("two/a.mat", b"2"),
        UploadedFile("scan.pdf", b"3"),
        UploadedFile("lonely.dat", b"4"),
    ]
    assert [len(group.files) for group in pair_by_name(files)] == [2, 2, 1, 1]


def test_library_is_loaded_when_its_turn_comes(bulk, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"I,II\n")
    (tmp_path / "b.zip").write_bytes(
        archive([("c.csv", b"1"), ("d.csv", b"2")]).content
    )
    intake = from_library(bulk, list_library(tmp_path))
    assert names(intake) == ["a.csv", "c.csv", "d.csv"]
    first = intake.waiting[0]
    assert first.n_bytes == 0
    assert first.load().files == (("a.csv", b"I,II\n"),)
    (tmp_path / "a.csv").unlink()
    with pytest.raises(RecordError, match="cannot be read any more"):
        first.load()


def test_key_says_what_files_hold_and_not_what_they_are_called():
    key_of = lambda name, content: Pending(name, (UploadedFile(name, content),)).key  # noqa: E731
    assert key_of("a", b"1") == key_of("b", b"1")
    assert key_of("a", b"1") != key_of("a", b"2")


def test_simulated_recordings_are_called_simulated(bulk):
    intake = partial(from_examples, ["af", "lbbb"])()
    assert all(name.startswith("Simulated: ") for name in names(intake))
    assert len({pending.key for pending in intake.waiting}) == 2
    assert intake.waiting[0].record.format == "simulated"
