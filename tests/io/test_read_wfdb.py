import random

import numpy as np
import pytest
from scipy.io import savemat

from ecgkt.errors import RecordError
from ecgkt.io.read_wfdb import read_wfdb
from ecgkt.io.wfdb.header import parse_header
from ecgkt.io.wfdb.lead_rows import data_names
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

NOTHING = StatedMetadata()


def read(files, entered=NOTHING):
    return read_wfdb(files[0], files[1:], entered)


def from_disk(path):
    header, data = path.with_suffix(".hea"), path.with_suffix(".dat")
    return [UploadedFile(file.name, file.read_bytes()) for file in (header, data)]


def edited(files, old, new):
    text = files[0].content.decode()
    assert old in text
    return [UploadedFile("rec.hea", text.replace(old, new).encode()), *files[1:]]


def assert_equals_wfdb(path, wfdb):
    """Hold our record against wfdb's, lead by lead and by name."""
    ours = read(from_disk(path))
    theirs = wfdb.rdrecord(str(path.with_suffix("")))
    names = [name.lower() for name in theirs.sig_name]
    expected = theirs.p_signal.T[[names.index(lead.lower()) for lead in LEADS]]
    np.testing.assert_allclose(ours.signal, expected, atol=1e-6, rtol=1e-6)
    assert ours.signal.dtype == np.float32
    assert ours.fs == theirs.fs
    assert ours.derived_leads == ()


@pytest.mark.parametrize("fmt", [16, 24, 32, 80, 212])
def test_golden_record_equals_wfdb(fmt, golden, wfdb):
    assert_equals_wfdb(golden / f"format{fmt}", wfdb)
    record = read(from_disk(golden / f"format{fmt}"))
    assert np.isnan(record.signal[1, 40:43]).all()
    assert np.isnan(record.signal).sum() == 3
    assert (record.age, record.record_id) == (56, f"format{fmt}")


@pytest.mark.parametrize(
    ("fixture", "pattern"),
    [
        ("ptb_xl", "records100/*/*.hea"),
        ("mimic_ecg_demo", "files/**/*.hea"),
        ("ludb", "data/*.hea"),
    ],
)
def test_real_records_equal_wfdb(fixture, pattern, request, wfdb):
    headers = sorted(request.getfixturevalue(fixture).glob(pattern))
    for path in random.Random(0).sample(headers, 20):
        assert_equals_wfdb(path, wfdb)


def test_leads_are_ordered_by_name(wfdb_files, signal_mv):
    shuffled = ("V6", "aVF", "aVL", *LEADS[:4], *LEADS[6:11])
    record = read(wfdb_files(names=shuffled))
    np.testing.assert_allclose(record.signal, signal_mv, atol=6e-4)
    assert not record.derived_leads


def test_order_of_mimic_and_case_do_not_matter(wfdb_files):
    files = wfdb_files(names=(*LEADS[:4], "aVF", "aVL", *LEADS[6:]))
    for ours, theirs in (("aVR", "AVR"), ("aVF", "avf"), ("V1", "v1"), ("II", "ii")):
        files = edited(files, f" 0 {ours}\n", f" 0 {theirs}\n")
    np.testing.assert_array_equal(read(files).signal, read(wfdb_files()).signal)


def test_eight_leads_become_twelve(wfdb_files, signal_mv):
    record = read(wfdb_files(names=INDEPENDENT_LEADS))
    assert record.derived_leads == ("III", "aVR", "aVL", "aVF")
    np.testing.assert_allclose(record.signal, signal_mv, atol=2e-3)


@pytest.mark.parametrize(
    ("gain", "original"),
    [
        ("1000(0)/mV", "mV"),
        ("1(0)/uV", "uV"),
        ("1(0)/µV", "uV"),
        ("1000000(0)/V", "V"),
        ("1000(0)", "mV"),
    ],
)
def test_units_become_millivolts(gain, original, wfdb_files, signal_mv):
    record = read(wfdb_files(gain=gain))
    np.testing.assert_allclose(record.signal, signal_mv, atol=6e-4)
    assert record.original_unit == original


def test_missing_unit_is_said_to_be_the_standards(wfdb_files):
    assert "by the WFDB standard means mV" in read(wfdb_files(gain="1000")).warnings[0]


def test_entered_unit_goes_before_the_files_and_is_said(wfdb_files):
    plain = read(wfdb_files())
    record = read(wfdb_files(), StatedMetadata(unit="uV"))
    np.testing.assert_allclose(record.signal * 1000, plain.signal, rtol=1e-5)
    assert record.warnings == (
        "The file states mV; the numbers were read as uV, as entered.",
    )


def test_challenge_record_of_2020_is_read(signal_mv, tmp_path):
    """The .mat is written by scipy: a MATLAB 4 matrix, samples after 24 bytes."""
    raw = np.round(signal_mv * 1000).astype(np.int16)
    sums = raw.sum(axis=1, dtype=np.int16)
    savemat(tmp_path / "A0001.mat", {"val": raw}, format="4")
    lines = ["A0001 12 500 600 05-Feb-2020 09:49:17"]
    lines += [
        f"A0001.mat 16+24 1000/mV 16 0 {row[0]} {total} 0 {lead}"
        for lead, row, total in zip(LEADS, raw, sums, strict=True)
    ]
    lines += ["#Age: 74", "#Sex: Male", "#Dx: 59118001", "#Rx: Unknown"]
    header = UploadedFile("A0001.hea", "\n".join(lines).encode())
    data = UploadedFile("A0001.mat", (tmp_path / "A0001.mat").read_bytes())
    record = read([header, data])
    np.testing.assert_allclose(record.signal, signal_mv, atol=6e-4)
    assert record.age == 74


@pytest.mark.parametrize(
    ("comment", "age"),
    [
        ("# Age: 56", 56),
        ("#<age>: 51", 51),
        ("# <age>: >89", 89),
        ("# age: 300", 90),
        ("# AGE = 34 years", 34),
        ("# Age: 41.5", 41.5),
        ("# Age: NaN", None),
        ("# Age: 3 months", 0.25),
        ("# age: 81 sex: F", 81),
        ("# <age>: 9 <sex>: M <diagnoses> none", 9),
        ("# Agent: 56", None),
        ("# Sex: F", None),
        ("", None),
    ],
)
def test_age_comes_from_the_comments(comment, age, wfdb_files):
    assert read(wfdb_files(comments=comment)).age == age


def test_entered_age_goes_before_the_files(wfdb_files):
    files = wfdb_files(comments="# Age: 56")
    assert read(files, StatedMetadata(age=57)).age == 57
    assert read(files, StatedMetadata(age=99)).age == 90


def test_skew_is_undone(wfdb_files):
    plain = read(wfdb_files())
    files = edited(wfdb_files(), "16 1000(0)/mV", "16:3 1000(0)/mV")
    skewed = read(files)
    np.testing.assert_array_equal(skewed.signal[:, :-3], plain.signal[:, 3:])
    assert np.isnan(skewed.signal[:, -3:]).all()


def test_leads_may_lie_in_two_files_and_other_files_may_be_missing(wfdb_files):
    header, data = wfdb_files()
    raw = np.frombuffer(data.content, "<i2").reshape(-1, 12)
    lines = header.content.decode().split("\n")
    lines[0] = "rec 13 500 600"
    lines[7:13] = [line.replace("rec.dat", "chest.dat") for line in lines[7:13]]
    lines.insert(13, "rec.xyz 16 1000/mV 16 0 0 0 0 vx")
    files = [
        UploadedFile("rec.hea", "\n".join(lines).encode()),
        UploadedFile("CHEST.DAT", raw[:, 6:].tobytes()),
        UploadedFile("rec.dat", raw[:, :6].tobytes()),
    ]
    record = read(files)
    np.testing.assert_array_equal(record.signal, read(wfdb_files()).signal)
    assert record.warnings == ("1 further signal of the file is not used.",)
    assert data_names(parse_header(files[0].content)) == (
        "rec.dat",
        "chest.dat",
        "rec.xyz",
    )


def test_frequency_may_be_entered_where_the_header_is_silent(wfdb_files):
    files = wfdb_files(record_line="rec {n}")
    assert read(files, StatedMetadata(fs=250)).fs == 250
    with pytest.raises(RecordError, match="does not state its sampling frequency"):
        read(files)


# What is wrong: (files, entered) -> files, and the message
INVALID = [
    (lambda f: f[:1], "names the file “rec.dat”, which is missing"),
    (lambda f: [*f, f[1]], "“rec.dat”, which is there 2 times"),
    (lambda f: [f[0], f[1]._replace(content=b"")], "the data file holds 0"),
    (lambda f: [f[0], f[1]._replace(content=f[1].content[:-24])], "It may be cut"),
    (lambda f: [f[0], f[1]._replace(content=bytes(14400))], "checksum"),
    (lambda f: edited(f, " 500 600", " 500 601"), "states 601 samples"),
    (lambda f: edited(f, "0 V4", "0 III"), "lead III is there twice"),
    (lambda f: edited(f, "/mV", "/mmHg"), "must be in mV, uV or V"),
    (lambda f: edited(f, "rec.dat 16", "rec.dat 80"), "the data file holds 14400"),
]


@pytest.mark.parametrize(("spoil", "message"), INVALID)
def test_invalid_record_is_refused(spoil, message, wfdb_files):
    with pytest.raises(RecordError, match=message) as caught:
        read(spoil(wfdb_files()))
    assert "Smith" not in str(caught.value)


def test_two_formats_in_one_file_are_refused(wfdb_files):
    header, data = wfdb_files()
    lines = header.content.decode().split("\n")
    lines[1] = lines[1].replace("rec.dat 16", "rec.dat 212")
    with pytest.raises(RecordError, match="two sample formats"):
        read([UploadedFile("rec.hea", "\n".join(lines).encode()), data])


def test_data_files_of_unequal_length_are_refused(wfdb_files):
    header, data = wfdb_files(record_line="rec {n} 500")
    lines = header.content.decode().split("\n")
    lines[12] = "other.dat 16 1000/mV 16 0 0 0 0 V6"
    raw = np.frombuffer(data.content, "<i2").reshape(-1, 12)
    files = [
        UploadedFile("rec.hea", "\n".join(lines).encode()),
        UploadedFile("rec.dat", raw[:, :11].tobytes()),
        UploadedFile("other.dat", bytes(20)),
    ]
    with pytest.raises(RecordError, match="of different length"):
        read(files)


def test_contradicting_frequency_is_refused(wfdb_files):
    with pytest.raises(RecordError, match="states 500 Hz, 250 Hz was entered"):
        read(wfdb_files(), StatedMetadata(fs=250))


def test_several_samples_per_frame_are_put_in_time():
    rows = np.arange(24, dtype="<i2").reshape(3, 8)
    frames = np.concatenate([rows[0].reshape(4, 2), rows[1].reshape(4, 2)], axis=1)
    frames = np.concatenate([frames, rows[2][:4, None]], axis=1)
    header = "r 3 250 4\n" + "\n".join(
        f"r.dat {fmt} 1000/mV 16 0 0 {total} 0 {name}"
        for fmt, name, total in (("16x2", "I", 28), ("16x2", "II", 92), ("16", "R", 70))
    )
    files = [UploadedFile("r.hea", header.encode())]
    files.append(UploadedFile("r.dat", frames.astype("<i2").tobytes()))
    record = read_wfdb(files[0], files[1:], StatedMetadata())
    assert record.fs == 500
    np.testing.assert_allclose(record.signal[:2] * 1000, rows[:2], atol=1e-4)
