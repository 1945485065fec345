"""Records of segments, written by wfdb: samples and gaps where wfdb has them."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.read_path import read_path
from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.leads import LEADS

LENGTHS = (300, 200, 100)
# Leads of each segment; by the variable layout they differ
VARIABLE = (LEADS, ("II", "V1"), LEADS[::-1])


def write(folder: Path, wfdb, leads=(LEADS,) * 3, *, gap: int = 0) -> np.ndarray:
    """Write segments s0 to s2 and their master; return mV of all, NaN where absent."""
    rng = np.random.default_rng(1)
    truth = np.full((12, sum(LENGTHS) + gap), np.nan)
    lines, at = [], 0
    for n, (length, names) in enumerate(zip(LENGTHS, leads, strict=True)):
        raw = rng.integers(-900, 900, (length, len(names)))
        wfdb.wrsamp(
            f"s{n}", fs=500, units=["mV"] * len(names), sig_name=list(names),
            d_signal=raw, fmt=["16"] * len(names), adc_gain=[1000.0] * len(names),
            baseline=[0] * len(names), write_dir=str(folder),
        )  # fmt: skip
        places = [LEADS.index(name) for name in names]
        truth[places, at : at + length] = raw.T / 1000
        lines.append(f"s{n} {length}")
        at += length
        if gap and not n:
            lines.append(f"~ {gap}")
            at += gap
    if leads is VARIABLE:
        layout = [f"~ 0 1000/mV 16 0 0 0 0 {lead}" for lead in LEADS]
        text = "\n".join([f"r_layout 12 500 {at}", *layout])
        (folder / "r_layout.hea").write_text(text + "\n")
        lines.insert(0, "r_layout 0")
    first = f"r/{len(lines)} 12 500 {at}"
    (folder / "r.hea").write_text("\n".join([first, *lines, "# Age: 56", ""]))
    return truth


def files(folder: Path) -> list[UploadedFile]:
    paths = sorted(folder.iterdir(), reverse=True)
    return [UploadedFile(path.name, path.read_bytes()) for path in paths]


def test_fixed_layout_is_read_as_wfdb_reads_it(tmp_path, wfdb):
    truth = write(tmp_path, wfdb)
    record = read_ecg(files(tmp_path))
    theirs = wfdb.rdrecord(str(tmp_path / "r")).p_signal.T
    np.testing.assert_allclose(record.signal, truth, atol=1e-6)
    np.testing.assert_allclose(record.signal, theirs, atol=1e-6)
    assert (record.age, record.record_id) == (56, "r")
    assert "put together from 3 segments." in record.warnings[0]


def test_variable_layout_and_gaps_are_read_as_wfdb_reads_them(tmp_path, wfdb):
    truth = write(tmp_path, wfdb, VARIABLE, gap=50)
    record = read_path(tmp_path / "r.hea")
    theirs = wfdb.rdrecord(str(tmp_path / "r"), m2s=True)
    order = [theirs.sig_name.index(lead) for lead in LEADS]
    expected = theirs.p_signal.T[order]
    np.testing.assert_allclose(expected, truth, atol=1e-6)
    # What two limb leads tell of a third is filled in afterwards, never changed.
    known = ~np.isnan(truth)
    np.testing.assert_allclose(record.signal[known], truth[known], atol=1e-6)
    assert np.isnan(record.signal[:, 300:350]).all()
    assert "3 segments, with 1 gap between" in record.warnings[0]


def test_zip_of_a_record_is_one_recording(tmp_path, wfdb):
    truth = write(tmp_path, wfdb)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for file in files(tmp_path):
            packed.writestr(file.name, file.content)
    record = read_ecg([UploadedFile("m.zip", stream.getvalue())])
    np.testing.assert_allclose(record.signal, truth, atol=1e-6)


def test_segments_stand_alone_without_their_record(tmp_path, wfdb):
    write(tmp_path, wfdb)
    whole = group_recordings(files(tmp_path))
    assert [(one.name, len(one.files)) for one in whole] == [("r.hea", 7)]
    (tmp_path / "r.hea").unlink()
    assert len(group_recordings(files(tmp_path))) == 3


def test_records_that_name_each_other_stay_and_are_refused():
    one = UploadedFile("a.hea", b"a/1 2 500 10\nb 10")
    two = UploadedFile("b.hea", b"b/1 2 500 10\na 10")
    own = UploadedFile("c.hea", b"c/1 2 500 10\nc 10")
    assert len(group_recordings([one, two])) == 2
    for group in ([one, two], [own]):
        with pytest.raises(RecordError, match=r"\w+"):
            read_ecg(group)


def test_missing_and_changed_segments_are_refused(tmp_path, wfdb):
    write(tmp_path, wfdb)
    text = (tmp_path / "r.hea").read_text()
    (tmp_path / "r.hea").write_text(text.replace("s1 200", "s1 100\n~ 100"))
    (tmp_path / "r.hea").write_text(
        (tmp_path / "r.hea").read_text().replace("r/3", "r/4")
    )
    with pytest.raises(RecordError, match="of another length"):
        read_path(tmp_path / "r.hea")
    (tmp_path / "r.hea").write_text(text)
    (tmp_path / "s1.hea").unlink()
    with pytest.raises(RecordError, match=r"the file “s1\.hea”, which is missing"):
        read_path(tmp_path / "r.hea")
