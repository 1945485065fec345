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


@pytest.mark.parametrize(("map_stride", "apart"), [(1.25, 1e-5), (0.625, 0.01)])
def test_explained_score_is_that_of_the_crops_of_maps(
    bundle, record, map_stride, apart
):
    seen = replace(bundle.input_config, crop_stride=1.25, map_stride=map_stride)
    bundle = replace(bundle, input_config=seen)
    heads = invented_heads(sum(bundle.model.encoder.widths))
    found = explain_record(bundle, heads, record, IMI)
    config = bundle.input_config
    signal = model_input(record, config)
    scores = AppScores(bundle.model, config, bundle.decision, heads, signal)
    (shown,) = (
        one for one in Reader(bundle).read(record).diagnoses if one.code == "IMI"
    )
    score = sigmoid(np.array(found.score))
    assert score == pytest.approx(shown.probability, abs=apart)
    assert (map_stride == 1.25) == (abs(score - shown.probability) < 1e-5)
    assert np.array_equal(found.bands, explain_score(scores, signal, IMI).bands)


def test_lab_without_heads_is_refused(bundle, record):
    request = replace(IMI, target=TargetName("lab", "Potassium high"))
    with pytest.raises(ValueError, match="not in list"):
        explain_record(bundle, None, record, request)


def test_what_is_not_scored_is_not_explained(bundle, record):
    flat = replace(record, signal=np.zeros_like(record.signal))
    with pytest.raises(RecordError, match="Leads without signal"):
        explain_record(bundle, None, flat, IMI)
