import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_csv import read_csv
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

BOTH = StatedMetadata(fs=500, unit="mV")


@pytest.fixture
def table(signal_mv):
    """Return a writer of tables, each part of which can be changed."""

    def write(
        *,
        leads=LEADS,
        label="{}",
        notes="",
        times=None,
        time_label="time",
        scale=1.0,
        mark=",",
    ):
        columns = [signal_mv[LEADS.index(lead)] * scale for lead in leads]
        labels = [label.format(lead) for lead in leads]
        if times is not None:
            columns, labels = [times, *columns], [time_label, *labels]
        rows = (mark.join(f"{cell:.6g}" for cell in row) for row in np.array(columns).T)
        text = "\n".join([f"{notes}{mark.join(labels)}", *rows])
        return UploadedFile("ward/Demo file.csv", text.encode())

    return write


def seconds(fs, n_samples=600):
    return np.arange(n_samples) / fs


# How the table is written, what is entered, and the unit and frequency that result
VALID = [
    ({}, BOTH, "mV", 500),
    ({"label": "{} (mV)", "notes": "# fs: 250\n"}, StatedMetadata(), "mV", 250),
    ({"label": "Lead {} [uV]", "scale": 1e3}, StatedMetadata(fs=500), "uV", 500),
    ({"label": "{} (µV)", "scale": 1e3}, StatedMetadata(fs=500), "uV", 500),
    ({"notes": "# unit: V\n# fs: 1000\n", "scale": 1e-3}, StatedMetadata(), "V", 1000),
    ({"mark": ";", "leads": LEADS[::-1]}, BOTH, "mV", 500),
    ({"mark": "\t"}, BOTH, "mV", 500),
    ({"times": seconds(500)}, StatedMetadata(unit="mV"), "mV", 500),
    (
        {"times": seconds(500), "time_label": "Time (s)"},
        StatedMetadata(unit="mV"),
        "mV",
        500,
    ),
    ({"times": seconds(360).round(3)}, StatedMetadata(unit="mV"), "mV", 360),
    (
        {"times": seconds(250) * 1e3, "time_label": "t [ms]"},
        StatedMetadata(unit="mV"),
        "mV",
        250,
    ),
    (
        {"times": seconds(250) * 1e3, "time_label": "time_ms"},
        StatedMetadata(unit="mV"),
        "mV",
        250,
    ),
    ({"times": seconds(500) + 7, "notes": "# fs=500\n"}, BOTH, "mV", 500),
    ({"label": "{} (mV)", "scale": 1e3}, StatedMetadata(fs=500, unit="uV"), "uV", 500),
]


@pytest.mark.parametrize(("written", "entered", "unit", "fs"), VALID)
def test_valid_table_is_read(written, entered, unit, fs, table, signal_mv):
    record = read_csv(table(**written), entered)
    np.testing.assert_allclose(record.signal, signal_mv, atol=1e-4)
    assert record.original_unit == unit
    assert record.fs == pytest.approx(fs, rel=1e-3)
    assert (record.format, record.record_id) == ("csv", "Demo file")


def test_eight_leads_become_twelve(table, signal_mv):
    record = read_csv(table(leads=INDEPENDENT_LEADS), BOTH)
    np.testing.assert_allclose(record.signal, signal_mv, atol=1e-4)
    assert record.derived_leads == ("III", "aVR", "aVL", "aVF")


def test_empty_cells_are_missing_samples(table):
    file = table()
    lines = file.content.split(b"\n")
    cells = lines[5].split(b",")
    lines[5] = b",".join([b"", *cells[1:11], b"NaN"])
    record = read_csv(file._replace(content=b"\n".join(lines)), BOTH)
    assert np.argwhere(np.isnan(record.signal)).tolist() == [[0, 4], [11, 4]]


def test_further_columns_are_counted_and_not_used(table):
    file = table(times=np.zeros(600), time_label="marker")
    record = read_csv(file, BOTH)
    assert record.warnings == ("1 further column of the file is not used.",)


def test_age_may_stand_in_a_comment(table):
    assert read_csv(table(notes="# age: 95\n"), BOTH).age == 90
    record = read_csv(table(notes="# age: old\n"), BOTH)
    assert (record.age, record.unread_age) == (None, "old")


def test_age_and_sex_may_share_a_comment(table):
    record = read_csv(table(notes="# age: 6 months sex: F\n"), BOTH)
    assert (record.age, record.sex) == (0.5, "female")
    stated = StatedMetadata(fs=500, unit="mV", sex="male")
    assert read_csv(table(notes="# sex: F\n"), stated).sex == "male"


@pytest.mark.parametrize(
    "note",
    [
        *(
            "fs: 250",
            "fs:250Hz",
            "FS = 250 Hz",
            "fs [Hz]: 250",
            "sampling rate: 250 Hz",
        ),
        *(
            "Sampling frequency: 250.0",
            "sample_rate=250",
            "sampling_frequency: 0.25 kHz",
        ),
        *("samplerate: 250 samples/s", "Abtastrate: 250 Hz", "fs: 250 sps"),
    ],
)
def test_sampling_frequency_may_be_spelt_otherwise(note, table):
    assert read_csv(table(notes=f"# {note}\n"), StatedMetadata(unit="mV")).fs == 250


@pytest.mark.parametrize("note", ["fs: fast", "mains frequency: 50 Hz", "fs: 250 rpm"])
def test_other_notes_are_no_sampling_frequency(note, table):
    with pytest.raises(RecordError, match="does not state its sampling frequency"):
        read_csv(table(notes=f"# {note}\n"), StatedMetadata(unit="mV"))


def test_units_may_differ_between_leads(table, signal_mv):
    file = table(label="{} (mV)")
    head, _, body = file.content.partition(b"\n")
    head = head.replace(b"V6 (mV)", b"V6 (V)")
    record = read_csv(
        file._replace(content=head + b"\n" + body), StatedMetadata(fs=500)
    )
    np.testing.assert_allclose(
        record.signal[11], signal_mv[11] * 1e3, rtol=1e-3, atol=0.1
    )
    assert record.original_unit == "V, mV"


GAP = np.delete(seconds(500, 603), [100, 101, 102])

INVALID = [
    (
        {},
        StatedMetadata(unit="mV"),
        "does not state its sampling frequency.*never guessed",
    ),
    ({}, StatedMetadata(fs=500), "states no unit.*never guessed"),
    ({"label": "{} (mmHg)"}, StatedMetadata(fs=500), "a unit that is none of these"),
    ({"leads": (*LEADS, "V1")}, BOTH, "lead V1 is there twice"),
    ({"notes": "# fs: 500\n"}, StatedMetadata(fs=250, unit="mV"), "250 Hz was entered"),
    ({"notes": "# fs: 20\n"}, StatedMetadata(unit="mV"), "50 to 10000 Hz; 20 Hz"),
    ({"times": seconds(500)}, StatedMetadata(fs=250, unit="mV"), "250 Hz was entered"),
    (
        {"times": seconds(500), "notes": "# fs: 250\n"},
        StatedMetadata(unit="mV"),
        "comment line states 250 Hz, the time column 500 Hz",
    ),
    ({"times": seconds(500) * 1e3}, BOTH, r"name its unit, such as time \(ms\)"),
    ({"times": seconds(500)[::-1]}, BOTH, "must grow from row to row"),
    ({"times": np.full(600, np.nan)}, BOTH, "must grow from row to row"),
    ({"times": GAP}, BOTH, "not evenly spaced"),
    ({"times": seconds(500), "time_label": "time (h)"}, BOTH, "in s, ms or us"),
]


@pytest.mark.parametrize(("written", "entered", "message"), INVALID)
def test_invalid_table_is_refused(written, entered, message, table):
    with pytest.raises(RecordError, match=message):
        read_csv(table(**written), entered)
