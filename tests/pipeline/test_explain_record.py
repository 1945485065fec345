from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.explain.explain_score import Request, explain_score
from ecgkt.models.decision import sigmoid
from ecgkt.pipeline.explain_record import explain_record
from ecgkt.pipeline.reader import Reader
from ecgkt.types.explanation import TargetName

IMI = Request(TargetName("statement", "IMI"), "gradient_times_signal")


def test_explained_score_is_the_one_that_is_shown(
    bundle, heads, scores, signal, record
):
    found = explain_record(bundle, heads, record, IMI)
    (shown,) = (
        one for one in Reader(bundle).read(record).diagnoses if one.code == "IMI"
    )
    assert sigmoid(np.array(found.score)) == pytest.approx(shown.probability, abs=1e-5)
    assert np.array_equal(found.bands, explain_score(scores, signal, IMI).bands)


def test_lab_without_heads_is_refused(bundle, record):
    request = IMI._replace(target=TargetName("lab", "Potassium high"))
    with pytest.raises(ValueError, match="not in list"):
        explain_record(bundle, None, record, request)


def test_what_is_not_scored_is_not_explained(bundle, record):
    flat = replace(record, signal=np.zeros_like(record.signal))
    with pytest.raises(RecordError, match="nothing to explain"):
        explain_record(bundle, None, flat, IMI)
