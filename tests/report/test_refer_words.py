"""A reading asks for a second reader from the limit on, and says why."""

from ecgkt.report.refer_words import REFERRED, refer_text
from ecgkt.types.doubt import Doubt


def doubt(nats):
    return Doubt(nats=nats, limit=1.5, wrong_referred=0.776, wrong_kept=0.331)


def test_it_is_said_from_the_limit_on():
    text = refer_text(doubt(1.5))
    assert text.startswith(REFERRED)
    assert "78 %" in text
    assert "33 %" in text


def test_nothing_is_said_below_or_where_nothing_was_measured():
    assert refer_text(doubt(1.49)) == ""
    assert refer_text(None) == ""
