"""One recording through every format: the same samples, no identity, no crash."""

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.formats import find_format
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.formats import FORMATS
from tests.builders.cart_files import FS, SECRET, WRITERS, written

KINDS = sorted(WRITERS)
WITHOUT_PERSON = {"csv", "edf", "hdf5", "ishne", "mat", "npz", "xlsx"}


def test_every_format_is_tried():
    # An array states nothing and is read with what the user states.
    found = {kind.partition(",")[0] for kind in KINDS}
    assert found | {"npy"} == {row.name for row in FORMATS}


@pytest.mark.parametrize("kind", KINDS)
def test_samples_are_the_same(kind, signal_mv):
    file = written(kind, signal_mv)
    name = kind.partition(",")[0]
    assert find_format(file.content) is None or name != "wfdb"
    record = read_ecg([file])
    assert (record.format, record.fs) == (name, FS)
    assert np.abs(record.signal - signal_mv).max() <= 5e-3
    assert record.absent_leads == ()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - WITHOUT_PERSON))
def test_age_and_sex_are_read(kind, signal_mv):
    record = read_ecg([written(kind, signal_mv)])
    assert (record.age, record.sex) == (56, "female")


@pytest.mark.parametrize("kind", KINDS)
def test_identity_stays_in_the_file(kind, signal_mv):
    record = read_ecg([written(kind, signal_mv)])
    assert SECRET not in repr(record)


@pytest.mark.parametrize("kind", KINDS)
def test_cut_files_are_refused(kind, signal_mv):
    content = written(kind, signal_mv).content
    for share in (0.2, 0.6, 0.95):
        with pytest.raises(RecordError, match=r"\w{4}.*\."):
            read_ecg([UploadedFile("a", content[: int(share * len(content))])])
