"""An exact opinion survives JSON, and nonsense is refused."""

import json

import pytest

from ecgkt.report.second_opinion_json import opinion_from_dict, opinion_to_dict


def test_opinion_survives_json(second_opinion, record):
    opinion = second_opinion.read(record, "NORM")
    text = json.dumps(opinion_to_dict(opinion), allow_nan=False)
    assert opinion_from_dict(json.loads(text)) == opinion


@pytest.mark.parametrize("values", [None, {}, {"code": "NORM"}])
def test_other_content_is_refused(values):
    with pytest.raises(ValueError, match="expected the fields"):
        opinion_from_dict(values)


def test_foreign_fields_are_refused(second_opinion, record):
    values = opinion_to_dict(second_opinion.read(record, "NORM"))
    with pytest.raises(ValueError, match="expected the fields"):
        opinion_from_dict({**values, "extra": 1})
    with pytest.raises(ValueError, match="could not convert"):
        opinion_from_dict({**values, "constant": "much"})
