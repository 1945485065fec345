from ecgkt.report.value_words import part_text, values_text
from ecgkt.types.reading import ValuePart


def part(name, value, log_odds):
    return ValuePart(name=name, value=value, log_odds=log_odds)


def test_values_are_told_with_what_they_add():
    parts = (part("V5_t_mv", -0.2146, 0.83), part("before_peak_ms", 231.0, -0.31))
    text = values_text(parts)
    assert "T in V5 −0.21 mV (+0.8); " in text
    assert "before R 231 ms (−0.3)." in text


def test_nothing_is_said_where_nothing_was_added():
    assert values_text(()) == ""


def test_what_rounds_to_zero_has_no_sign():
    assert part_text(part("V1_st_mv", -0.001, 0.1)) == "ST in V1 0.00 mV (+0.1)"


def test_gaps_are_told():
    assert "not measured (+0.2)" in part_text(part("rr_swing_ms", None, 0.2))
