import io
import zipfile

import pytest

from ecgkt.errors import RecordError
from ecgkt.report.exports.report_files import all_reports, unique_stems, zip_files
from ecgkt.types.report_wish import SAFE_STEM, ReportWish
from tests.builders.readings import UNREAD


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a b.hea", "C:\\x\\y.dat", "", ".", "-rf", "ü" * 300, "\0"],
)
def test_stem_is_no_path(name):
    (stem,) = unique_stems([name])
    assert SAFE_STEM.fullmatch(stem)
    assert not stem.startswith("-")


def test_no_two_stems_are_alike():
    names = ["a/x.hea", "b/x.csv", "X.npy", "x-2.hea", "x"]
    stems = unique_stems(names)
    assert len({stem.lower() for stem in stems}) == len(names)
    assert stems[0] == "x"


def test_zip_is_the_same_every_time():
    files = {"a.pdf": b"1", "b.md": b"2"}
    content = zip_files(files)
    assert content == zip_files(files)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


def test_reports_of_many_are_in_one_zip(record):
    def write(_record, _reading, wish):
        return {f"{wish.stem}.md": wish.stem.encode()}

    wishes = [ReportWish(stem=stem) for stem in ("a", "b")]
    content = all_reports(((record, UNREAD, wish) for wish in wishes), write)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["a.md", "b.md"]


def test_failure_of_one_is_not_swallowed(record):
    def write(*_):
        raise RecordError("too long")

    with pytest.raises(RecordError, match="too long"):
        all_reports([(record, UNREAD, ReportWish())], write)
