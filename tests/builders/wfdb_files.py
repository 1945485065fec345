"""One recording as WFDB records in a zip: plain, packed as FLAC, in two segments."""

import io
import zipfile

import numpy as np
import soundfile

from ecgkt.vocab.leads import LEADS
from tests.builders.binary_files import FS, SECRET, microvolts

PERSON = ("# Age: 56", "# Sex: F", f"# Name: {SECRET}")


def _header(name: str, rows: np.ndarray, fmt: str, files: list[str]) -> str:
    lines = [f"{name} {len(rows)} {FS} {rows.shape[1]}"]
    lines += [
        f"{file} {fmt} 1000/mV 16 0 {row[0]} {row.sum(dtype=np.int64) % 2**16} 0 {lead}"
        for file, lead, row in zip(files, LEADS, rows, strict=True)
    ]
    return "\n".join([*lines, *PERSON])


def _zip(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def as_wfdb_zip(signal: np.ndarray) -> bytes:
    rows = microvolts(signal)
    header = _header("r", rows, "16", ["r.dat"] * 12)
    return _zip({"r.hea": header, "r.dat": np.ascontiguousarray(rows.T).tobytes()})


def as_packed_wfdb(signal: np.ndarray) -> bytes:
    """Six leads in each of two files, for FLAC holds up to eight."""
    rows = microvolts(signal)
    members: dict[str, bytes | str] = {}
    for name, part in (("limb.dat", rows[:6]), ("chest.dat", rows[6:])):
        stream = io.BytesIO()
        soundfile.write(
            stream, part.T.astype(np.int16), 96_000, format="FLAC", subtype="PCM_16"
        )
        members[name] = stream.getvalue()
    files = ["limb.dat"] * 6 + ["chest.dat"] * 6
    return _zip({"r.hea": _header("r", rows, "516", files), **members})


def as_stitched_wfdb(signal: np.ndarray) -> bytes:
    rows = microvolts(signal)
    half = rows.shape[1] // 2
    members: dict[str, bytes | str] = {}
    for name, part in (("r1", rows[:, :half]), ("r2", rows[:, half:])):
        members[f"{name}.hea"] = _header(name, part, "16", [f"{name}.dat"] * 12)
        members[f"{name}.dat"] = np.ascontiguousarray(part.T).tobytes()
    lengths = [f"r1 {half}", f"r2 {rows.shape[1] - half}"]
    first = f"r/2 12 {FS} {rows.shape[1]}"
    return _zip({"r.hea": "\n".join([first, *lengths, *PERSON]), **members})
