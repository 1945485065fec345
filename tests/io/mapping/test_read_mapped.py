"""One ECG in every kind of file that names no leads, read as the user says."""

import io

import h5py
import numpy as np
import openpyxl
import pytest
import scipy.io
from msgspec.structs import replace as changed

from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg, read_layout
from ecgkt.simulate.example import simulate_example
from ecgkt.types.table_map import MappedColumn, TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS

SIGNAL = simulate_example("normal", seed=0, duration=3.0).signal
MICRO = (SIGNAL.T * 1000).round().astype(int)
ORDER = [5, 0, 7, 11, 1, 2, 3, 4, 6, 8, 9, 10]
NAMES = tuple(LEADS[at] for at in ORDER)
"""An order that nobody would guess."""


def csv():
    return "\n".join(",".join(map(str, row)) for row in MICRO[:, ORDER]).encode()


def xlsx():
    book = openpyxl.Workbook()
    book.active.title = "about"
    book.active.append(["made for a test"])
    sheet = book.create_sheet("data")
    for row in MICRO[:, ORDER].tolist():
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def npy():
    stream = io.BytesIO()
    np.save(stream, MICRO[:, ORDER])
    return stream.getvalue()


def npz():
    stream = io.BytesIO()
    np.savez(stream, other=np.zeros(3), first=MICRO[:, ORDER].T)
    return stream.getvalue()


def mat():
    stream = io.BytesIO()
    scipy.io.savemat(stream, {"xyz": MICRO[:, ORDER].astype(float)})
    return stream.getvalue()


def hdf5():
    stream = io.BytesIO()
    with h5py.File(stream, "w") as root:
        for n, at in enumerate(ORDER):
            root[f"channel{n:02d}"] = MICRO[:, at]
    return stream.getvalue()


def edf():
    n_signals, n_samples = len(ORDER), MICRO.shape[0]
    fields = [
        *([f"CH{n}".ljust(16) for n in range(n_signals)], [" " * 80] * n_signals),
        *(["uV".ljust(8)] * n_signals, ["-32768".ljust(8)] * n_signals),
        *(["32767".ljust(8)] * n_signals, ["-32768".ljust(8)] * n_signals),
        *(["32767".ljust(8)] * n_signals, [" " * 80] * n_signals),
        *([str(n_samples).ljust(8)] * n_signals, [" " * 32] * n_signals),
    ]
    head = f"{'0':8}{'X X X X':80}{'Startdate X X X X':80}01.01.2400.00.00"
    head += f"{256 * (n_signals + 1):<8}{'':44}{1:<8}{3:<8}{n_signals:<4}"
    text = head + "".join("".join(column) for column in fields)
    return text.encode() + MICRO[:, ORDER].T.astype("<i2").tobytes()


KINDS = {f.__name__: f for f in (csv, xlsx, npy, npz, mat, hdf5, edf)}


def stated(kind: str, **more) -> StatedMetadata:
    fs, unit = (None, None) if kind == "edf" else (500.0, "uV")
    return StatedMetadata(fs=fs, unit=unit, **more)


@pytest.mark.parametrize("kind", KINDS)
def test_names_in_a_row_are_taken(kind):
    file = UploadedFile(f"a.{kind}", KINDS[kind]())
    record = read_ecg([file], stated(kind, leads=NAMES))
    np.testing.assert_allclose(record.signal, SIGNAL, atol=6e-4)
    assert (record.fs, record.format) == (500, kind)
    assert any("assigned as entered" in warning for warning in record.warnings)


@pytest.mark.parametrize("kind", KINDS)
def test_corrected_layout_is_read(kind):
    file = UploadedFile(f"a.{kind}", KINDS[kind]())
    layout = read_layout([file])
    assert layout.kind == kind
    assert len(layout.columns) == 12
    assert layout.n_samples == 1500
    assert layout.doubts
    assert any("do not fit together" in note for note in layout.notes)
    columns = tuple(
        changed(column, lead=lead)
        for column, lead in zip(layout.map.columns, NAMES, strict=True)
    )
    answer = changed(layout.map, columns=columns, fs=500, unit="uV")
    record = read_ecg([file], StatedMetadata(map=answer))
    np.testing.assert_allclose(record.signal, SIGNAL, atol=6e-4)


def answer(
    *pairs: tuple[int, str | None], fs: float | None = 500, unit: str | None = "uV"
) -> StatedMetadata:
    columns = tuple(MappedColumn(column=at, lead=lead) for at, lead in pairs)
    return StatedMetadata(map=TableMap(columns=columns, fs=fs, unit=unit))


WRONG = [
    (answer((1, "X")), "'X' is no lead"),
    (answer((1, "I"), (2, "DI")), "Lead I was given to two columns"),
    (answer((1, "I"), (1, "II")), "Column 1 was given two leads, I and II"),
    (answer((13, "I")), "names column 13; the file has columns 1 to 12"),
    (answer((0, "I")), "names column 0"),
    (answer((1, None)), "gives no column a lead"),
    (answer((1, "I"), fs=20.0), "50 to 10000 Hz; 20 Hz"),
    (answer((1, "I"), fs=2e4), "50 to 10000 Hz; 20000 Hz"),
    (answer((1, "I"), unit="mmHg"), "the unit 'mmHg'; it must be mV, uV or V"),
    (answer((1, "I"), fs=None), "does not state its sampling frequency"),
    (answer((1, "I"), unit=None), "states no unit"),
    (StatedMetadata(fs=500, unit="uV", leads=("I", "II")), "2 names .* 12 columns"),
    (StatedMetadata(fs=500, unit="uV", leads=("x",) * 12), "'x' is no lead"),
    (StatedMetadata(fs=500, unit="uV", leads=("-",) * 12), "None of the names"),
]


@pytest.mark.parametrize(("said", "message"), WRONG)
def test_wrong_answer_is_one_sentence(said, message):
    with pytest.raises(RecordError, match=message):
        read_ecg([UploadedFile("a.csv", csv())], said)


def test_map_of_another_file_is_refused():
    column = MappedColumn(column=1, lead="I", name="other")
    said = StatedMetadata(map=TableMap(columns=(column,), fs=500, unit="uV"))
    with pytest.raises(RecordError, match="made for another file"):
        read_ecg([UploadedFile("a.csv", csv())], said)


def test_rate_and_unit_of_the_map_go_before_the_files():
    text = b"# fs: 500\nI (mV),II (mV)\n" + b"\n".join(
        f"{row[0]},{row[1]}".encode() for row in MICRO
    )
    said = StatedMetadata(map=TableMap(fs=250, unit="uV"))
    record = read_ecg([UploadedFile("a.csv", text)], said)
    assert record.fs == 250
    np.testing.assert_allclose(record.signal[0], SIGNAL[0], atol=6e-4)


def test_file_that_names_its_leads_itself_takes_no_map(wfdb_files):
    with pytest.raises(RecordError, match="a WFDB file names its leads itself"):
        read_ecg(wfdb_files(), answer((1, "I")))


def test_array_by_name_is_found_among_several():
    stream = io.BytesIO()
    np.savez(stream, first=MICRO.T, later=MICRO[::-1].T)
    file = UploadedFile("a.npz", stream.getvalue())
    assert read_layout([file]).parts == ("first", "later")
    said = StatedMetadata(fs=500, unit="uV", map=TableMap(part="later"))
    record = read_ecg([file], said)
    np.testing.assert_allclose(record.signal[0], SIGNAL[0, ::-1], atol=6e-4)
    with pytest.raises(RecordError, match="an array that the file does not hold"):
        read_ecg([file], StatedMetadata(map=TableMap(part="none")))


def test_order_by_place_is_confirmed_by_the_limb_leads_alone():
    for columns, is_open in (
        (range(12), False),
        (ORDER, True),
        ((0, 1, *range(6, 12)), True),
    ):
        stream = io.BytesIO()
        np.save(stream, MICRO[:, list(columns)])
        file = UploadedFile("a.npy", stream.getvalue())
        record = read_ecg([file], StatedMetadata(fs=500, unit="uV"))
        assert record.is_order_assumed is is_open
