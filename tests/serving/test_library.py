"""The library shows what lies in its folder, and nothing beyond."""

import os

import pytest

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving import library
from ecgkt.serving.library import LibraryEntry, library_folder, list_library, load_entry
from ecgkt.types.upload import LIMITS


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "library"
    deep = root / "p10" / "p100" / "s1" / "x"
    (deep / "too" / "deep").mkdir(parents=True)
    for name in ("b.hea", "b.dat", "b.atr", "a.csv", "c.NPY", "z.zip", "lonely.hea"):
        (root / name).write_bytes(name.encode())
    for name in ("README.md", ".hidden.csv", "m.hea", "m.mat"):
        (root / "p10" / name).write_bytes(b"1")
    (deep / "d.csv").write_bytes(b"1")
    (deep / "too" / "e.csv").write_bytes(b"1")
    return root


def names(folder):
    return [entry.name for entry in list_library(folder)]


def test_recordings_are_listed_in_order(folder):
    top = ["a.csv", "b", "c.NPY", "z.zip"]
    assert names(folder) == [*top, "p10/m", "p10/p100/s1/x/d.csv"]


def test_pair_is_loaded_with_base_names_only(folder):
    entries = {entry.name: entry for entry in list_library(folder)}
    assert load_entry(entries["b"]) == (("b.hea", b"b.hea"), ("b.dat", b"b.dat"))
    assert [file.name for file in load_entry(entries["p10/m"])] == ["m.hea", "m.mat"]


def test_links_and_other_kinds_are_not_listed(folder, tmp_path):
    before = names(folder)
    secret = tmp_path / "secret.csv"
    secret.write_bytes(b"secret")
    (folder / "link.csv").symlink_to(secret)
    (folder / "inner.csv").symlink_to(folder / "a.csv")
    (folder / "up").symlink_to(tmp_path)
    (folder / "lonely.dat").symlink_to(secret)
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    assert names(folder) == before


def test_link_put_in_place_later_is_not_followed(folder, tmp_path):
    entry = next(entry for entry in list_library(folder) if entry.name == "a.csv")
    entry.paths[0].unlink()
    with pytest.raises(RecordError, match="cannot be read any more"):
        load_entry(entry)
    (tmp_path / "secret.csv").write_bytes(b"secret")
    entry.paths[0].symlink_to(tmp_path / "secret.csv")
    with pytest.raises(RecordError, match="no regular file any more"):
        load_entry(entry)


def test_way_up_is_refused(folder, tmp_path):
    (tmp_path / "secret.csv").write_bytes(b"secret")
    entry = LibraryEntry("a", (folder / ".." / "secret.csv",))
    with pytest.raises(RecordError, match="no regular file"):
        load_entry(entry)


def test_too_large_file_is_refused(folder):
    with (folder / "large.csv").open("wb") as file:
        file.truncate(LIMITS.file_bytes + 1)
    entry = next(entry for entry in list_library(folder) if entry.name == "large.csv")
    with pytest.raises(RecordError, match="at most 96 MB"):
        load_entry(entry)


def test_listing_is_bounded(folder, monkeypatch):
    monkeypatch.setattr(library, "MAX_ENTRIES", 3)
    assert names(folder) == ["a.csv", "b", "c.NPY"]
    monkeypatch.setattr(library, "MAX_ENTRIES", 500)
    monkeypatch.setattr(library, "MAX_FOLDERS", 2)
    assert names(folder)[-1] == "p10/m"


def test_name_that_is_no_text_can_be_shown(folder):
    (folder / os.fsdecode(b"\xff.csv")).write_bytes(b"1")
    assert "\ufffd.csv" in names(folder)


def test_operator_chooses_the_folder(folder, monkeypatch):
    monkeypatch.delenv("ECGKT_LIBRARY", raising=False)
    assert library_folder() is None
    monkeypatch.setenv("ECGKT_LIBRARY", str(folder))
    assert library_folder() == folder
    with pytest.raises(EcgktError, match="ECGKT_LIBRARY must name a folder"):
        list_library(folder / "none")
