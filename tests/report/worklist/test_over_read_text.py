"""What a reader said stands under the draft, and never in its place."""

import pytest

from ecgkt.report.worklist.over_read_text import over_read_text
from ecgkt.types.worklist import NOT_OVERREAD, OverRead


@pytest.mark.parametrize(
    ("over_read", "said"),
    [
        (OverRead("agree"), "Agree"),
        (OverRead(None, "see 2019"), "see 2019"),
        (OverRead("later", "ask ward"), "Later: ask ward"),
    ],
)
def test_mark_and_words_follow_the_draft(over_read, said):
    text = over_read_text("Draft.\n\nMore.", over_read)
    assert text == f"Draft.\n\nMore.\n\nOver-read\n{said}"


def test_nothing_said_leaves_the_draft_alone():
    assert over_read_text("Draft.", NOT_OVERREAD) is None
