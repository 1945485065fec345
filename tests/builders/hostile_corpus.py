"""Files that were made to harm a reader, each with a word of why it is refused."""

import io
import struct

import h5py
import scipy.io

from tests.builders.cart_files import as_xlsx
from tests.builders.hostile_binaries import BINARY
from tests.builders.hostile_documents import DICOMS, XML
from tests.builders.hostile_pieces import SIGNAL, bomb, npy, one, packed, patched
from tests.builders.hostile_prints import PRINTS
from tests.builders.hostile_wfdb import HEADERS
from tests.builders.wfdb_files import as_packed_wfdb


def hdf5(write) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        write(file)
    return stream.getvalue()


def heap_that_stands_still() -> bytes:
    content = hdf5(lambda file: file.attrs.update({"units": ["mV"] * 4}))
    at = content.index(b"GCOL") + 16
    return patched(content, (at, bytes(16)))


def mat() -> bytes:
    stream = io.BytesIO()
    scipy.io.savemat(stream, {"val": SIGNAL}, do_compression=True)
    content = stream.getvalue()
    packed_zeros = bomb(600)
    return content[:128] + struct.pack("<II", 15, len(packed_zeros)) + packed_zeros


ARRAYS = [
    one("npy: pickle", npy("{'descr': '|O', 'fortran_order': False, 'shape': (9,)}",
        b"cos\nsystem\n(S'true'\ntR."), "must hold whole"),
    one("npy: shape", npy("{'descr': '<f8', 'fortran_order': False, 'shape': "
        "(12, 1000000000000)}"), "NumPy|array|bytes"),
    one("npy: code", npy("__import__('os').system('true')"), "NumPy|array"),
    one("npz: pickle", packed({"a.npy": npy("{'descr': '|O', 'fortran_order': False, "
        "'shape': (9,)}", b"cos\nsystem\n(S'true'\ntR.")}), "must hold whole"),
    one("npz: bomb", packed({"a.npy": npy("{'descr': '<f8', 'fortran_order': False, "
        "'shape': (12, 9000000)}", bytes(30 * 2**20))}), r"\w"),
    one("mat: bomb", mat(), "unpacks to more"),
    one("mat: cut", mat()[:900], "MATLAB"),
    one("hdf5: heap", heap_that_stands_still(), "HDF5"),
    one("hdf5: file elsewhere", hdf5(lambda file: file.create_dataset(
        "ecg", (12, 600), "f4", external=[("/etc/passwd", 0, 28_800)])),
        "another file"),
    one("hdf5: link elsewhere", hdf5(lambda file: file.update(
        {"ecg": h5py.ExternalLink("/etc/passwd", "/")})), "ECG"),
    one("hdf5: bomb", hdf5(lambda file: file.create_dataset(
        "ecg", (12, 2**28), "f8", chunks=(1, 2**16), compression="gzip")),
        "larger than"),
    one("pickle", b"\x80\x04\x95" + bytes(500), "pickle"),
]  # fmt: skip
ZIPPED = packed({"a.csv": b"I\n1\n"})
TABLES = [
    one("csv: 20 MB of commas", b"I,II\n" + b"," * 20_000_000, "cell|table|frequency"),
    one("csv: open quote", b'I,II\n"' + b"1,2\n" * 300_000, r"\w"),
    *(
        one(f"csv: {cell}", b"I,II\n" + b"1,%s\n" % cell.encode() * 500,
            "number|line|frequency")
        for cell in ("1e400", "0x10", "1_000", "=1+1")
    ),
    one("csv: zeros", b"I,II\n" + bytes(100_000), r"\w"),
    one("gzip of a table", b"\x1f\x8b\x08" + bytes(97_000), "gzip"),
    one("xlsx: bomb", packed({
        "[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>",
        "xl/sharedStrings.xml": bytes(30 * 2**20)}), r"\w"),
    one("xlsx: cut", as_xlsx(SIGNAL)[:-4000], r"\w"),
]  # fmt: skip
ZIPS = [
    one("zip: link", packed({"a.csv": b"/etc/passwd"}, mode=0o120777), "link"),
    one("zip: pipe", packed({"a.csv": b""}, mode=0o010644), "special"),
    one("zip: device", packed({"a.csv": b""}, mode=0o020644), "special"),
    one("zip: above", packed({"../a.csv": b"I\n1"}), "leads out"),
    one("zip: absolute", packed({"/a.csv": b"I\n1"}), "leads out"),
    one("zip: drive", packed({"c:\\a.csv": b"I\n1"}), "leads out"),
    one("zip: zip", packed({"a.zip": ZIPPED}), "another archive"),
    one("zip: many", packed({f"{n}.csv": b"I\n1" for n in range(5000)}), "may hold"),
    one("zip: bomb", packed({"a.csv": bytes(120 * 2**20)}), "unpacks to more"),
    one("zip: encrypted", packed({"a.csv": b"I\n1"}, flag=1), "encrypted"),
    one("zip: cut", as_packed_wfdb(SIGNAL)[:-90], "damaged"),
    one("zip: empty", packed({}), "empty"),
]
KINDS = {
    "PDF": b"%PDF-1.7", "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff\xe0", "GIF":
    b"GIF89a", "TIFF": b"II*\0", "WebP": b"RIFF\0\0\0\0WEBPVP8 ", "sound":
    b"RIFF\0\0\0\0WAVEfmt ", "7z": b"7z\xbc\xaf\x27\x1c", "RAR": b"Rar!\x1a\x07\0",
    "Parquet": b"PAR1", "SQLite": b"SQLite format 3\0",
    "HL7 version 2": b"MSH|^~\\&|A|B",
    "web page": b"<html><body>", "Contec":
    b"0000050\0\0\0" + b"2020-11-16 21:44:39\0\0\0" + bytes(400),
}  # fmt: skip
OTHERS = [
    one(
        f"kind: {name}",
        content.ljust(400, b"\0")
        if name != "HL7 version 2" and name != "web page"
        else content,
        name,
    )
    for name, content in KINDS.items()
]
CORPUS = [
    *(*HEADERS, *XML, *DICOMS, *BINARY, *ARRAYS, *TABLES, *ZIPS, *PRINTS, *OTHERS),
    one("nothing", b"", "empty"),
    one("zeros", bytes(1_000_000), "no known kind"),
    one("letters", b"a" * 10_000_000, "text"),
]
assert len({case.name for case in CORPUS}) == len(CORPUS)
