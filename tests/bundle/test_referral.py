"""The limit of referral: of the same weights, or none."""

import json
import shutil

import numpy as np
import pytest

from ecgkt.bundle.referral import load_referral
from ecgkt.errors import CheckpointError
from ecgkt.pipeline.reader import Reader
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example
from tests.builders.doubt_documents import doubt_document


@pytest.fixture
def folder(tiny_model, tmp_path):
    shutil.copytree(tiny_model, tmp_path / "model")
    (tmp_path / "model" / "results").mkdir()
    return tmp_path / "model"


def put(folder, **changes):
    path = folder / "results" / "doubt.json"
    path.write_text(json.dumps({**doubt_document(), **changes}))


def test_other_weights_and_no_document_give_none(folder):
    assert load_referral(folder, "0" * 64) is None
    put(folder)
    assert load_referral(folder, "1" * 64) is None


def test_damage_is_told(folder):
    put(folder, referral=None)
    with pytest.raises(CheckpointError, match="referral"):
        load_referral(folder, "0" * 64)


def test_doubt_of_a_reading_is_the_entropy_of_its_groups(folder):
    sha256 = Reader.load(folder).bundle.identity.sha256
    put(folder, sha256=sha256)
    reading = Reader.load(folder).read(simulate_example("normal"))
    p = np.array([group.probability for group in reading.superclasses])
    by_hand = -(p * np.log(p) + (1 - p) * np.log(1 - p)).sum()
    assert reading.doubt.nats == pytest.approx(by_hand)
    assert reading.doubt.is_referred == (by_hand >= 1.5)
    assert (reading.doubt.wrong_referred, reading.doubt.wrong_kept) == (0.8, 0.35)


def test_shipped_limit_belongs_to_the_shipped_weights():
    reader = Reader.load(BUNDLED)
    assert reader.referral is not None
    assert reader.referral.wrong_referred.share > reader.referral.wrong_kept.share
