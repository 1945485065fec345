"""Arrangements: every lead once, and what is not offered is refused."""

from collections import Counter

import pytest

from ecgkt.plotting.layouts import LAYOUTS, View, lead_of
from ecgkt.vocab.leads import LEADS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_lead_is_shown_and_only_rhythm_leads_twice(layout):
    shown = Counter(lead_of(name) for row in View(layout=layout).rows for name in row)
    assert set(shown) == set(LEADS)
    twice = {lead for lead, times in shown.items() if times > 1}
    rhythms = {"3x4+1": {"II"}, "3x4+3": {"V1", "II", "V5"}}
    assert twice == rhythms.get(layout, set())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_single_rhythm_strip_can_be_switched(layout):
    moved = View(layout=layout, rhythm="V4").rows != View(layout=layout).rows
    assert moved == LAYOUTS[layout].has_rhythm == (layout == "3x4+1")


def test_room_is_as_on_paper_and_holds_the_pulse():
    assert [View(layout=name).half_height * 2 for name in LAYOUTS] == [
        30, 30, 30, 20, 30,
    ]  # fmt: skip
    assert View(layout="12x1", gain=20.0).half_height == 20


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"layout": "2x6"}, "expected a layout"),
        ({"speed": 30}, "expected a speed"),
        ({"gain": 0}, "expected a gain"),
        ({"rhythm": "V9"}, "expected a rhythm lead"),
        ({"filtered": "35 Hz"}, "expected a display filter"),
    ],
)
def test_what_is_not_offered_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        View(**wrong)
