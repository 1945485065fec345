import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.leads import complete_leads, find_leads, lead_name, unused_warnings
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS


@pytest.mark.parametrize(
    ("label", "lead"),
    [
        ("I", "I"),
        (" ii ", "II"),
        ("AVR", "aVR"),
        ("avf", "aVF"),
        ("v1", "V1"),
        ("Lead V6", "V6"),
        ("lead_II", "II"),
        ("LEADIII", "III"),
        ("MLII", None),
        ("V7", None),
        ("V1R", None),
        ("", None),
        ("lead", None),
    ],
)
def test_leads_are_recognised_by_name(label, lead):
    assert lead_name(label) == lead


def test_places_follow_the_names():
    labels = ["time", *reversed(LEADS)]
    assert find_leads(labels) == {lead: 12 - at for at, lead in enumerate(LEADS)}


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([], "none of them was found among 0 signals"),
        (["Smith"], "none of them was found among 1 signals"),
        ([*LEADS, "Lead v1"], "lead V1 is there twice"),
    ],
)
def test_no_lead_or_a_doubled_one_is_refused(labels, message):
    with pytest.raises(RecordError, match=message) as caught:
        find_leads(labels)
    assert "Smith" not in str(caught.value)


def test_derived_leads_obey_einthoven_and_goldberger():
    rng = np.random.default_rng(0)
    rows = {lead: rng.normal(size=50) for lead in INDEPENDENT_LEADS}
    signal, derived = complete_leads(rows)
    assert derived == ("III", "aVR", "aVL", "aVF")
    np.testing.assert_allclose(signal[0] + signal[2], signal[1], atol=1e-6)
    np.testing.assert_allclose(signal[3:6].sum(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(signal[5], (signal[1] + signal[2]) / 2, atol=1e-6)
    for lead in INDEPENDENT_LEADS:
        np.testing.assert_allclose(signal[LEADS.index(lead)], rows[lead], rtol=1e-6)


def test_leads_that_are_there_are_not_computed():
    rows = {lead: np.full(3, at) for at, lead in enumerate(LEADS) if lead != "aVL"}
    signal, derived = complete_leads(rows)
    assert derived == ("aVL",)
    assert signal[2].tolist() == [2, 2, 2]


@pytest.mark.parametrize("there", [("I",), ("II", "V2"), ("aVF", "V6"), LEADS[6:]])
def test_leads_that_are_neither_there_nor_computed_are_nan(there):
    signal, derived = complete_leads({lead: np.ones(4) for lead in there})
    assert derived == ()
    is_nan = np.isnan(signal).all(axis=1).tolist()
    assert is_nan == [lead not in there for lead in LEADS]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, ()),
        (1, ("1 further column of the file is not used.",)),
        (3, ("3 further columns of the file are not used.",)),
    ],
)
def test_unused_signals_are_counted(count, text):
    assert unused_warnings(count, "column") == text
