"""The pieces that files made to harm are put together from."""

import io
import struct
import zipfile
import zlib
from typing import NamedTuple

import numpy as np

from ecgkt.types.upload import UploadedFile

SIGNAL = np.zeros((12, 500)) + np.arange(500) % 50 / 100


class Case(NamedTuple):
    """A name, the files of one upload, and words of the refusal."""

    name: str
    files: list[UploadedFile]
    reason: str


def one(name: str, content: bytes, reason: str) -> Case:
    return Case(name, [UploadedFile("a", content)], reason)


def header(text: str, reason: str, name: str, data: bytes | None = bytes(2000)) -> Case:
    files = [UploadedFile("a.hea", text.encode())]
    if data is not None:
        files.append(UploadedFile("a.dat", data))
    return Case(f"wfdb: {name}", files, reason)


def line(file: str = "a.dat", fmt: str = "16", gain: str = "1000/mV", sums: int = 0):
    return f"{file} {fmt} {gain} 16 0 0 {sums} 0 I"


def packed(members: dict[str, bytes], *, mode: int = 0, flag: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
    packed_bytes = bytearray(stream.getvalue())
    if flag:
        at = packed_bytes.index(b"PK\x01\x02")
        packed_bytes[6], packed_bytes[at + 8] = flag, flag
    return bytes(packed_bytes)


def patched(content: bytes, *changes: tuple[int, bytes]) -> bytes:
    changed = bytearray(content)
    for at, piece in changes:
        changed[at : at + len(piece)] = piece
    return bytes(changed)


def bomb(n_mebibytes: int, *, is_raw: bool = False) -> bytes:
    """Deflate zeros: one mebibyte, again and again."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15 if is_raw else 15)
    start = squeezer.compress(b"") + squeezer.flush(zlib.Z_FULL_FLUSH)
    block = squeezer.compress(bytes(2**20)) + squeezer.flush(zlib.Z_FULL_FLUSH)
    return start + block * n_mebibytes


def npy(head: str, data: bytes = b"") -> bytes:
    text = head.ljust(117) + "\n"
    return b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text.encode() + data
