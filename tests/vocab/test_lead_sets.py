"""Which measured set speaks for which leads."""

import pytest

from ecgkt.vocab.lead_sets import LEAD_SETS, measured_set
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS


@pytest.mark.parametrize(
    ("leads", "name"),
    [
        (("I",), "I"),
        (("V3",), "V3"),
        (LEADS[:6], "I, II"),
        (("II", "V5"), "II"),
        (("I", "II", "V2", "V5"), "I, II, V2"),
        (("I", "V1", "V2", "V3", "V4", "V5", "V6"), "all but II"),
        (LEADS[6:], "V1-V6"),
        ((*LEADS[:8], *LEADS[9:]), "all but V3"),
    ],
)
def test_the_largest_measured_set_within_is_found(leads, name):
    assert measured_set(leads).name == name


@pytest.mark.parametrize("leads", [(), ("III",), ("aVR", "aVF")])
def test_without_an_independent_lead_there_is_none(leads):
    assert measured_set(leads) is None


def test_sets_are_different_and_keep_the_order_of_leads():
    assert len({one.leads for one in LEAD_SETS}) == len(LEAD_SETS)
    assert len({one.name for one in LEAD_SETS}) == len(LEAD_SETS)
    for one in LEAD_SETS:
        places = [INDEPENDENT_LEADS.index(lead) for lead in one.leads]
        assert places == sorted(places)
        assert 0 < len(places) < len(INDEPENDENT_LEADS)
