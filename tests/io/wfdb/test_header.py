import pytest

from ecgkt.errors import RecordError
from ecgkt.io.wfdb.header import parse_header

SIGNAL = "a.dat 16 1000(0)/mV 16 0 -5 -77 0 I"

# name, header, and one value that must come out of it
VALID = [
    ("plain", f"a 1 500 5000\n{SIGNAL}", "fs", 500.0),
    (
        "date and time of the standard",
        f"a 1 500 9 17:13:50 12/06/2137\n{SIGNAL}",
        "fs",
        500,
    ),
    (
        "date and time of the 2020 challenge",
        f"a 1 500 9 05-Feb-2020 09:49:17\n{SIGNAL}",
        "n_samples",
        9,
    ),
    ("counter frequency", f"a 1 500/1000(0) 9\n{SIGNAL}", "fs", 500.0),
    ("fraction of a hertz", f"a 1 499.9756 9\n{SIGNAL}", "fs", 499.9756),
    ("no frequency", f"a 1\n{SIGNAL}", "fs", None),
    ("no sample count", f"a 1 500\n{SIGNAL}", "n_samples", None),
    ("sample count unknown", f"a 1 500 0\n{SIGNAL}", "n_samples", None),
    (
        "comments and blank lines",
        f"# x\n\na 1 500 9\r\n\r\n{SIGNAL}\r\n#y",
        "comments",
        ("x", "y"),
    ),
    ("byte order mark", f"\ufeffa 1 500 9\n{SIGNAL}", "record_name", "a"),
    ("letters beyond ASCII", f"a 1 500 9\n{SIGNAL}\n# Größe…".encode(), "n_signals", 1),
    (
        "latin-1 comment",
        f"a 1 500 9\n{SIGNAL}\n# Größe\x85".encode("latin-1"),
        "n_signals",
        1,
    ),
]

SIGNALS = [
    (SIGNAL, "gain", 1000.0),
    (SIGNAL, "initial_value", -5),
    (SIGNAL, "checksum", -77),
    (SIGNAL, "name", "I"),
    ("a.dat 16 1000/mV 16 12 0 0 0 I", "baseline", 12),
    ("a.dat 16 1000(-3)/mV 16 12 0 0 0 I", "baseline", -3),
    ("a.dat 16 561.2853419619739(-7)/mV 16 0 0 0 0 I", "gain", 561.2853419619739),
    ("a.dat 16 2000 16 0 0 0 0 i", "unit", None),
    ("a.mat 16+24 4.88/uV 16 0 0 0 0 Lead  one", "byte_offset", 24),
    ("a.mat 16+24 4.88/uV 16 0 0 0 0 Lead  one", "name", "Lead  one"),
    ("a.dat 212x1:7+9 200 12", "skew", 7),
    ("a.dat 212x1:7+9 200 12", "checksum", None),
    ("a.dat 212 200", "name", ""),
]

INVALID = [
    ("", "record line"),
    ("# only a comment", "record line"),
    ("hello", "begins with the record's name"),
    (f"../a 1 500 9\n{SIGNAL}", "with a folder"),
    (f"a/3 1 500 9\n{SIGNAL}", "itself made of segments"),
    (f"http:x 1 500 9\n{SIGNAL}", "begins with the record's name"),
    ("a x 500 9", "begins with the record's name"),
    ("a 0 500 9", "1 to 64 signals"),
    ("a 65 500 9", "1 to 64 signals"),
    ("a 2 500 9\n" + SIGNAL, "announces 2 signals and describes 1"),
    ("a 1 500 9\n" + SIGNAL + "\n" + SIGNAL, "announces 1 signals and describes 2"),
    (f"a 1 0 9\n{SIGNAL}", "50 to 10000 Hz; 0 Hz"),
    (f"a 1 -500 9\n{SIGNAL}", "50 to 10000 Hz"),
    (f"a 1 20000 9\n{SIGNAL}", "50 to 10000 Hz; 20000 Hz"),
    (f"a 1 1e99 9\n{SIGNAL}", "50 to 10000 Hz"),
    (f"a 1 nan 9\n{SIGNAL}", "sampling frequency .* not a plain number"),
    (f"a 1 5_0_0 9\n{SIGNAL}", "sampling frequency .* not a plain number"),
    (f"a 1 500 -9\n{SIGNAL}", "-9 samples"),
    (f"a 1 500 9.5\n{SIGNAL}", "number of samples .* not a whole number"),
    ("a 1 500 9\na.dat 16", "stops before the gain"),
    ("a 1 500 9\n../a.dat 16 1000", "without folders"),
    ("a 1 500 9\n/dev/zero 16 1000", "without folders"),
    ("a 1 500 9\nhttp://x/a.dat 16 1000", "without folders"),
    ("a 1 500 9\n.. 16 1000", "without folders"),
    ("a 1 500 9\n~ 0 1000 16 0 0 0 0 I", "without folders"),
    ("a 1 500 9\na.dat 999 1000 16 0 0 0 0 I", "16, 24, 32, 61, 80"),
    ("a 1 500 9\na.dat 517 1000 16 0 0 0 0 I", "16, 24, 32, 61, 80"),
    ("a 1 500 9\na.dat x 1000 16 0 0 0 0 I", "16, 24, 32, 61, 80"),
    ("a 1 500 9\na.dat 16x999 1000 16 0 0 0 0 I", "1 to 256 samples per frame"),
    ("a 1 500 9\na.dat 16:501 1000 16 0 0 0 0 I", "skew of 1.002 s"),
    ("a 1 500 9\na.dat 16:999999999 1000 16 0 0 0 0 I", "skew"),
    ("a 1 500 9\na.dat 16 0/mV 16 0 0 0 0 I", "gain of 0 steps per mV"),
    ("a 1 500 9\na.dat 16 -1000/mV 16 0 0 0 0 I", "gain of -1000"),
    ("a 1 500 9\na.dat 16 1e-30/mV 16 0 0 0 0 I", "gain of 1e-30"),
    ("a 1 500 9\na.dat 16 1e7/mV 16 0 0 0 0 I", r"gain of 1e\+07"),
    ("a 1 500 9\na.dat 16 100/V 16 0 0 0 0 I", "gain of 100 steps per V"),
    ("a 1 500 9\na.dat 16 0/Smith 16 0 0 0 0 I", "gain of 0 steps per unit"),
    ("a 1 500 9\na.dat 16 inf/mV 16 0 0 0 0 I", "gain .* not a plain number"),
    ("a 1 500 9\na.dat 16 (0)/mV 16 0 0 0 0 I", "gain .* written like"),
    ("a 1 500 9\na.dat 16 1000 16 x", "ADC zero .* not a whole number"),
    ("a 1 500 9\na.dat 16 1000 16 0 0 1e3", "checksum .* not a whole number"),
    ("a 1 500 9\n" + "x" * 2000, "at most 1024 characters"),
    ("a 1 " + "5" * 1000 + "\n" + SIGNAL, "sampling frequency .* not a plain number"),
    ("x" * 70_000, "at most 64 kB"),
    ("a 1 500 9\n" + f"{SIGNAL}\n" * 100, "up to 64 lines below"),
]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [pytest.param(*row, id=name) for name, *row in VALID],
)
def test_valid_header_is_read(text, field, value):
    assert getattr(parse_header(text), field) == value


@pytest.mark.parametrize(("line", "field", "value"), SIGNALS)
def test_valid_signal_line_is_read(line, field, value):
    assert getattr(parse_header(f"a 1 500 5000\n{line}").signals[0], field) == value


@pytest.mark.parametrize(("text", "message"), INVALID)
def test_invalid_header_is_refused(text, message):
    with pytest.raises(RecordError, match=message):
        parse_header(text)


@pytest.mark.parametrize("sign", ["µ", "μ"])
def test_both_micro_signs_are_known(sign):
    header = parse_header(f"a 1 500 9\na.dat 16 0.2/{sign}V".encode())
    assert header.signals[0].gain == 0.2


def test_comment_of_a_patient_is_not_in_the_message():
    with pytest.raises(RecordError, match="gain") as caught:
        parse_header("a 1 500 9\na.dat 16 0/mV 16 0 0 0 0 I\n# ZZPHI Smith")
    assert "ZZPHI" not in str(caught.value)


OTHER_SIGNALS = [
    "a.dat 16 0/Smith 16 0 0 0 0 Resp",
    "~ 0 1 0 0 0 0 0 null",
    "b.dat 8 1",
]


@pytest.mark.parametrize("line", OTHER_SIGNALS)
def test_signal_that_is_no_lead_spoils_no_record(line):
    header = parse_header(f"a 2 500 9\n{SIGNAL}\n{line}")
    assert header.signals[0].name == "I"


def test_comment_behind_a_name_is_no_part_of_it():
    header = parse_header("a 1 500 9\na.dat 16 1000/mV 16 0 0 0 0 II # arm")
    assert header.signals[0].name == "II"
