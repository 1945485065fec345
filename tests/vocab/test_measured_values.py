from ecgkt.measure.measured_values import VALUES
from ecgkt.vocab.measured_values import VALUE_TITLES


def test_every_value_has_a_title_in_its_place():
    assert tuple(VALUE_TITLES) == VALUES


def test_titles_are_told_apart():
    assert len({one.title for one in VALUE_TITLES.values()}) == len(VALUES)
