"""WFDB headers made to harm."""

from tests.builders.hostile_pieces import header, line

NAMES = {
    "folder above": "../secret.txt", "absolute": "/etc/passwd", "device": "/dev/zero",
    "http": "http://127.0.0.1/a.dat", "file": "file::http://127.0.0.1/a", "s3":
    "s3://bucket/a.dat", "gs": "gs://b/a.dat", "dots": "..", "windows": "c:\\a.dat",
}  # fmt: skip
HEADERS = [
    *(
        header(f"a 1 500 9\n{line(file)}", "without folders|no plain", f"data {name}")
        for name, file in NAMES.items()
    ),
    *(
        header(f"{name} 1 500 9\n{line()}", "record's name|a folder", f"name {name}")
        for name in ("s3://b/a", "http:a", "../a", "az://c/a", "/a")
    ),
    header(f"a 1 500 9\n{line('other.dat')}", "is missing", "file not uploaded"),
    *(
        header(f"a 1 500 {n}\n{line()}", "file holds|whole number", f"{n} samples")
        for n in ("1000000000", "1000000000000", "2147483648")
    ),
    header(f"a 1 500 9\n{line(fmt='16:999999999')}", "skew", "skew"),
    header("a 1 500 9\n" + "x" * 40_000, "at most 1024", "long line"),
    header("a 1 " + "5" * 20_000, "at most 1024", "long number"),
    header("a 1 " + "5" * 900, "plain number", "many digits"),
    header("a 64 500 9\n" + f"{line()}\n" * 100_000, "64 kB", "100,000 lines"),
    header("a 64 500 9\n" + f"{line()}\n" * 900, "lines below", "900 lines"),
    header("a/1 1 500 9\na 9", r"segments|missing", "segment of itself"),
    header("a/1 1 500 9\n../evil 9", "without folders", "segment above"),
    header("a/1 1 500 999999999\nb 999999999", "30 minutes", "long segment"),
    header("a/900 1 500\n" + "~ 999999999\n" * 900, "30 minutes", "long gaps"),
    *(
        header(f"a 1 500 1000\n{line(gain=gain)}", "gain", f"gain {gain}")
        for gain in ("0/mV", "-1000/mV", "1e-300/mV", "inf/mV", "nan/mV", "1e9/mV")
    ),
    *(
        header(f"a 1 {fs} 9\n{line()}", "sampling frequency", f"{fs} Hz")
        for fs in ("0", "-1", "1e9", "nan", "1e-9")
    ),
    header(f"a 1 500 1000\n{line(sums=77)}", "checksum", "check sum", b"\1\0" * 1000),
    header(f"a 1 500 9\n{line(fmt='999')}", "sample formats", "format 999"),
    header(f"a 1 500 1000\n{line()}", "is missing", "no data", None),
    header(f"a 1 500 1000\n{line(fmt='516')}", "packed", "no FLAC"),
    header(f"a 1 500\n{line(fmt='516')}", "packed", "a FLAC that lies",
           b"fLaC\0\0\0\x22" + bytes(10) + b"\x17\x70\x00\xff" + b"\xff" * 99),
    header("", "empty", "no header", None),
]  # fmt: skip
