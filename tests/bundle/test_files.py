import hashlib
import json

import pytest

from ecgkt.bundle.files import ModelFiles
from ecgkt.errors import CheckpointError

FILES = ModelFiles("x.safetensors", "x.json", "ecgkt.x/1", "make it again")


def write(folder, *, sha256):
    (folder / FILES.weights).write_bytes(b"weights")
    document = {"schema": FILES.schema, "weights_sha256": sha256}
    (folder / FILES.document).write_text(json.dumps(document))


def test_weights_come_with_the_document_that_knows_them(tmp_path):
    assert not FILES.are_in(tmp_path)
    write(tmp_path, sha256=hashlib.sha256(b"weights").hexdigest())
    assert FILES.are_in(tmp_path)
    weights, document = FILES.read(tmp_path)
    assert weights == b"weights"
    assert document["schema"] == "ecgkt.x/1"


def test_other_weights_and_missing_ones_are_refused_with_what_helps(tmp_path):
    write(tmp_path, sha256="0" * 64)
    with pytest.raises(CheckpointError, match=r"weights_sha256 in x.*make it again"):
        FILES.read(tmp_path)
    (tmp_path / FILES.weights).unlink()
    assert FILES.are_in(tmp_path)
    with pytest.raises(CheckpointError, match=r"expected x\.safeten.*make it again"):
        FILES.read(tmp_path)


def test_long_values_are_cut_in_the_message():
    with pytest.raises(CheckpointError) as caught:
        FILES.match("vocabulary", "a" * 500, "b")
    assert len(str(caught.value)) < 250
