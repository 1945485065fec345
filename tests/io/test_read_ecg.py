import io
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS

STATED = StatedMetadata(fs=500, unit="mV")
PLACE = "What can be read: WFDB"


def as_csv(signal):
    rows = [",".join(f"{cell:.4f}" for cell in row) for row in signal.T]
    return UploadedFile("a.csv", "\n".join([",".join(LEADS), *rows]).encode())


def as_npy(signal):
    stream = io.BytesIO()
    np.save(stream, signal)
    return UploadedFile("a.npy", stream.getvalue())


def as_zip(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for file in files:
            packed.writestr(f"folder/{file.name}", file.content)
    return UploadedFile("a.zip", stream.getvalue())


def test_one_ecg_is_the_same_through_all_formats(wfdb_files, signal_mv):
    pair, table, array = wfdb_files(), as_csv(signal_mv), as_npy(signal_mv)
    records = [
        read_ecg(pair),
        read_ecg(pair[::-1]),
        read_ecg([table], STATED),
        read_ecg([array], STATED),
        read_ecg([as_zip(pair)]),
        read_ecg([as_zip([table, UploadedFile("README", b"text")])], STATED),
    ]
    formats = [record.format for record in records]
    assert formats == ["wfdb", "wfdb", "csv", "npy", "wfdb", "csv"]
    for record in records:
        assert np.abs(record.signal - signal_mv).max() <= 5e-3


@pytest.mark.parametrize("name", ["a.csv", "a.dat", "a.xml", "", "a"])
def test_extension_proves_nothing(name, signal_mv):
    file = as_npy(signal_mv)._replace(name=name)
    assert read_ecg([file], STATED).format == "npy"


INVALID = [
    ([], "1 to 16 files; found 0"),
    ([UploadedFile("a", b"x")] * 17, "1 to 16 files; found 17"),
    ([UploadedFile("a.csv", b"")], f"is empty.*{PLACE}"),
    ([UploadedFile("a.csv", b"%PDF-1.7")], "PDF is cut or damaged"),
    ([UploadedFile("a.csv", b"\xff\xd8\xff")], r"is a picture \(JPEG\)"),
    ([UploadedFile("a.csv.gz", b"\x1f\x8b\x08")], "unpack it first"),
    ([UploadedFile("a.xml", b"<?xml?><RestingECG/>")], "no rhythm"),
    ([UploadedFile("a.xml", b"<?xml?><other/>")], f"kind that is not known.*{PLACE}"),
    (
        [UploadedFile("a.dcm", bytes(128) + b"DICM")],
        "DICOM without the samples",
    ),
    ([UploadedFile("a.txt", b"hello")], "neither a WFDB header nor a table"),
    ([UploadedFile("a.dat", bytes(99))], "its header “a.hea” is missing. Upload both"),
    (
        [UploadedFile("a.mat", b"MATLAB 5.0")],
        "byte order",
    ),
    ([UploadedFile("a", bytes(99))], "binary data of no known kind"),
    ([UploadedFile("a.csv", b"1,2\n3,4")], "must name the leads"),
    ([UploadedFile("a.csv", b"x,y\n3,4")], "none of them was found"),
    ([UploadedFile("a", b"\x93NUMPY")], "is damaged, or not what its beginning says"),
    ([UploadedFile("a.zip", b"PK\x03\x04")], "zip archive is damaged"),
    (
        [UploadedFile("a.csv", bytes(97 * 2**20))],
        "at most 96 MB; found 97.0 MB",
    ),
    (
        [UploadedFile("a.csv", b"I,II\n1,2"), UploadedFile("b.csv", b"I,II\n1,2")],
        r"One recording is read.*2 were found \(“a.csv”, “b.csv”\)",
    ),
]


@pytest.mark.parametrize(("files", "message"), INVALID)
def test_unreadable_upload_is_refused_in_words(files, message):
    with pytest.raises(RecordError, match=message):
        read_ecg(files)


@pytest.mark.parametrize(
    "spoilt",
    [MemoryError(), RecursionError("ZZPHI"), KeyError("ZZPHI"), OSError("ZZPHI")],
)
def test_whatever_a_reader_throws_becomes_one_error(spoilt, monkeypatch, signal_mv):
    def fail(*_args):
        raise spoilt

    monkeypatch.setattr("ecgkt.io.read_npy.read_npy", fail)
    with pytest.raises(RecordError, match="is damaged, or not what") as caught:
        read_ecg([as_npy(signal_mv)], STATED)
    assert caught.value.__cause__ is spoilt
    assert "ZZPHI" not in str(caught.value)


def test_impossible_entry_is_refused(signal_mv):
    with pytest.raises(RecordError, match="50 to 10000 Hz"):
        read_ecg([as_npy(signal_mv)], StatedMetadata(fs=0, unit="mV"))


def test_absurd_numbers_become_infinite_without_noise(signal_mv):
    record = read_ecg([as_npy(signal_mv * 1e300)], StatedMetadata(fs=500, unit="V"))
    assert np.isinf(record.signal).any()


def test_entrance_loads_nothing_heavy():
    code = "import sys, ecgkt.io.read_ecg; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.check_output(command, text=True).split()
    assert not {"wfdb", "pandas", "torch", "scipy", "matplotlib"} & set(loaded)


def test_reading_opens_no_file_and_no_connection(golden):
    code = f"""
import sys
from pathlib import Path
from ecgkt.types.upload import UploadedFile
from ecgkt.io.read_ecg import read_ecg
paths = [Path({str(golden)!r}) / f"format212.{{end}}" for end in ("hea", "dat")]
files = [UploadedFile(path.name, path.read_bytes()) for path in paths]
read_ecg(files)
events = []
watched = ("open", "socket.", "subprocess.", "os.")
sys.addaudithook(lambda name, _: name.startswith(watched) and events.append(name))
read_ecg(files)
print(events)
"""
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, text=True).strip() == "[]"
