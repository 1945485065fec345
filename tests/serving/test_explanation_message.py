import json

import numpy as np
import pytest

from ecgkt.serving.explanation_message import (
    explanation_from_message,
    explanation_to_message,
    request_from_message,
    request_to_message,
)
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_from_message
from ecgkt.types.explanation import (
    Agreement,
    Explanation,
    ExplanationRequest,
    TargetName,
)
from ecgkt.types.measurements import BeatSpan

TARGET = TargetName("lab", "Potassium high")


def explanation(**changes):
    bands = np.linspace(-1, 1, 16, dtype=np.float32).reshape(8, 2)
    values = {
        "target": TARGET,
        "method": "integrated_gradients",
        "baseline": "line",
        "leads": ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6"),
        "bands": bands,
        "beat_bands": -bands,
        "scale": 0.5,
        "beat_scale": 0.25,
        "lead_shares": (12.5,) * 8,
        "score": 1.5,
        "baseline_score": -2.0,
        "completeness_gap": 0.004,
        "net_to_abs": 0.4,
        "agreement": (Agreement("occlusion", 0.3),),
        "deletion_passed": True,
    }
    return Explanation(**{**values, **changes})


def travelled(message):
    return Message(json.loads(json.dumps(message.fields)), message.blobs)


def test_request_arrives_as_it_was_asked(record):
    beats = (
        BeatSpan((0.5, 0.6), None, (0.7, 0.9)),
        BeatSpan((1.5, 1.6), (1, 1.1), None),
    )
    request = ExplanationRequest(TARGET, "occlusion", "zero", beats)
    message = travelled(request_to_message(record, request))
    assert request_from_message(message) == request
    assert np.array_equal(record_from_message(message).signal, record.signal)


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "guided"},
        {"method": None},
        {"baseline": "noise"},
        {"beats": [[1, 2]]},
        {"beats": [["a", None, None]]},
        {"beats": 3},
        {"target": ["disk", "IMI"]},
        {"target": ["lab", 3]},
        {"target": ["lab"]},
    ],
)
def test_request_that_is_none_is_refused(record, changes):
    good = request_to_message(record, ExplanationRequest(TARGET, "occlusion", "zero"))
    with pytest.raises(ValueError, match=r"\w+"):
        request_from_message(Message({**good.fields, **changes}, good.blobs))


def test_explanation_arrives_as_it_was_sent():
    sent = explanation()
    found = explanation_from_message(travelled(explanation_to_message(sent)))
    assert np.array_equal(found.bands, sent.bands)
    assert np.array_equal(found.beat_bands, sent.beat_bands)
    for name in ("target", "agreement", "lead_shares", "leads", "deletion_passed"):
        assert getattr(found, name) == getattr(sent, name)


@pytest.mark.parametrize(
    "changes", [{"scale": None}, {"score": "0.3"}, {"leads": ["I"]}, {"target": None}]
)
def test_explanation_that_is_none_is_refused(changes):
    good = explanation_to_message(explanation())
    fields = {"explanation": {**good.fields["explanation"], **changes}}
    with pytest.raises(ValueError, match=r"\w+"):
        explanation_from_message(Message(fields, good.blobs))


def test_explanation_without_its_maps_is_refused():
    good = explanation_to_message(explanation())
    with pytest.raises(ValueError, match=r"\w+"):
        explanation_from_message(Message(good.fields, good.blobs[:1]))
