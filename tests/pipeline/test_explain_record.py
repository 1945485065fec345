from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import RecordError
from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.explain_score import explain_score
from ecgkt.models.decision import sigmoid
from ecgkt.pipeline.explain_record import explain_record
from ecgkt.pipeline.reader import Reader
from ecgkt.preprocess.model_input import model_input
from ecgkt.types.explanation import ExplanationRequest, TargetName
from tests.builders.lab_heads import invented_heads

IMI = ExplanationRequest(TargetName("statement", "IMI"), "gradient_times_signal")


@pytest.fixture(scope="module")
def bundle(tiny_model):
    return load_bundle(tiny_model)


def test_explained_score_is_near_the_one_that_is_shown(bundle, record):
    heads = invented_heads(sum(bundle.model.encoder.widths))
    found = explain_record(bundle, heads, record, IMI)
    config = bundle.input_config
    signal = model_input(record, config)
    scores = AppScores(bundle.model, config, bundle.decision, heads, signal)
    (shown,) = (
        one for one in Reader(bundle).read(record).diagnoses if one.code == "IMI"
    )
    # Not the same: it averages crops that lie twice as dense.
    assert sigmoid(np.array(found.score)) == pytest.approx(shown.probability, abs=0.01)
    assert np.array_equal(found.bands, explain_score(scores, signal, IMI).bands)


def test_lab_without_heads_is_refused(bundle, record):
    request = replace(IMI, target=TargetName("lab", "Potassium high"))
    with pytest.raises(ValueError, match="not in list"):
        explain_record(bundle, None, record, request)


def test_what_is_not_scored_is_not_explained(bundle, record):
    flat = replace(record, signal=np.zeros_like(record.signal))
    with pytest.raises(RecordError, match="Leads without signal"):
        explain_record(bundle, None, flat, IMI)
