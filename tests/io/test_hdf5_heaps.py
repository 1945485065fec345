import io
import struct

import h5py
import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.hdf5_heaps import check_heaps


def written(texts, *, libver="earliest") -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w", libver=libver) as file:
        file.attrs["names"] = texts
        file["signal"] = np.zeros((12, 600))
    return stream.getvalue()


@pytest.mark.parametrize("libver", ["earliest", "latest"])
@pytest.mark.parametrize("texts", [["a"], ["I", "II"] * 40, ["x" * 3000] * 5])
def test_files_of_the_library_pass(texts, libver):
    content = written(texts, libver=libver)
    assert b"GCOL" in content
    check_heaps(content)
    check_heaps(bytes(512) + content)


@pytest.mark.parametrize(
    ("place", "piece"),
    [
        (16, bytes(16)),
        (16, struct.pack("<H6xQ", 1, 2**64 - 16)),
        (16, struct.pack("<H6xQ", 1, 2**40)),
    ],
)
def test_object_that_stands_still_or_leads_out_is_refused(place, piece):
    content = bytearray(written(["mV"] * 4))
    at = content.index(b"GCOL") + place
    content[at : at + len(piece)] = piece
    with pytest.raises(RecordError, match="damaged in the parts"):
        check_heaps(bytes(content))


def test_other_widths_are_refused():
    content = bytearray(written(["a"]))
    content[13] = 4
    with pytest.raises(RecordError, match="HDF5"):
        check_heaps(bytes(content))
