"""A site adapter: what is saved is loaded, it is small, and no other model takes it."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load, save

from ecgkt.bundle.adapter import (
    DOCUMENT_FILE,
    MOST_BYTES,
    WEIGHTS_FILE,
    load_adapter,
    save_adapter,
)
from ecgkt.errors import CheckpointError
from ecgkt.results.adapter import AdaptedStatement
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import CODES
from tests.builders.adapters import WIDTH, any_adapter, document_of

MODEL = ModelIdentity(name="m", version="2", sha256="a" * 64)
OTHER = ModelIdentity(name="n", version="3", sha256="b" * 64)


@pytest.fixture
def folder(tmp_path):
    adapter = any_adapter()
    save_adapter(tmp_path / "made", adapter, document_of(adapter, MODEL))
    return tmp_path / "made"


def test_adapter_survives_the_files(folder):
    loaded, expected = load_adapter(folder, MODEL, WIDTH), any_adapter()
    assert loaded.adapter.columns == expected.columns
    for name in ("down", "up", "shift"):
        assert np.array_equal(getattr(loaded.adapter, name), getattr(expected, name))
    assert loaded.document == document_of(expected, MODEL)
    identity = loaded.document.identity
    assert (identity.site, identity.n_records) == ("Ward 7", 120)


def test_largest_adapter_of_the_shipped_width_is_small(tmp_path):
    adapter = any_adapter(736, CODES)
    save_adapter(tmp_path, adapter, document_of(adapter, MODEL, site="x" * 40))
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2
    assert sum(sizes) < MOST_BYTES == 100_000


def test_files_hold_no_date_and_are_the_same_again(folder, tmp_path):
    adapter = any_adapter()
    save_adapter(tmp_path / "again", adapter, document_of(adapter, MODEL))
    for name in (WEIGHTS_FILE, DOCUMENT_FILE):
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_other_model_is_refused_in_one_sentence(folder):
    message = (
        r"expected an adapter of n 3, weights bbbbbbbbbbbb, found one of m 2, weights "
        r"aaaaaaaaaaaa: make the adapter again with adapt"
    )
    with pytest.raises(CheckpointError, match=f"^{message}$"):
        load_adapter(folder, OTHER, WIDTH)


@pytest.mark.parametrize("name", [WEIGHTS_FILE, DOCUMENT_FILE])
def test_half_of_it_is_refused(folder, name):
    (folder / name).unlink()
    with pytest.raises(CheckpointError, match=f"expected {name}"):
        load_adapter(folder, MODEL, WIDTH)


def changed(folder, **values):
    path = folder / DOCUMENT_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"weights_sha256": "c" * 64}, "do not belong together"),
        ({"site": ""}, "1 to 40 printable characters"),
        ({"site": "x\ny"}, "1 to 40 printable characters"),
        (
            {"statements": [{"code": "AFIB", "positives": 9}]},
            "expected 1 statements",
        ),
        (
            {"statements": [{"code": code, "positives": 9} for code in ("AF", "B")]},
            "expected statements of the model, found AF, B",
        ),
        ({"statements": None}, r"at `\$\.statements`"),
    ],
)
def test_damaged_document_is_refused(folder, values, message):
    changed(folder, **values)
    with pytest.raises(CheckpointError, match=message):
        load_adapter(folder, MODEL, WIDTH)


def test_tensors_of_another_width_are_refused(folder):
    with pytest.raises(CheckpointError, match=f"21 inputs, found {WIDTH}"):
        load_adapter(folder, MODEL, WIDTH + 1)


def test_missing_tensor_is_refused(folder):
    tensors = load((folder / WEIGHTS_FILE).read_bytes())
    weights = save({"up": tensors["up"]})
    (folder / WEIGHTS_FILE).write_bytes(weights)
    changed(folder, weights_sha256=hashlib.sha256(weights).hexdigest())
    with pytest.raises(CheckpointError, match="expected a complete"):
        load_adapter(folder, MODEL, WIDTH)


def test_document_of_another_adapter_is_not_written(tmp_path):
    adapter = any_adapter()
    document = document_of(adapter, MODEL)
    foreign = replace(
        document, statements=(AdaptedStatement(code="AFIB", positives=1),)
    )
    for wrong in (foreign, replace(document, weights_sha256="0" * 64)):
        with pytest.raises(ValueError, match="the document of this adapter"):
            save_adapter(tmp_path / "x", adapter, wrong)
    assert not (tmp_path / "x").exists()
