import pytest

from ecgkt.io.units import MV_PER, split_unit, unit_name


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("mV", "mV", 1),
        (" MV ", "mV", 1),
        ("uV", "uV", 1e-3),
        ("µV", "uV", 1e-3),
        ("μV", "uV", 1e-3),
        ("v", "V", 1e3),
        ("nV", "nV", 1e-6),
        ("microvolts", "uV", 1e-3),
    ],
)
def test_known_units_have_one_spelling_and_factor(text, unit, factor):
    assert unit_name(text) == unit
    assert MV_PER[unit] == factor


@pytest.mark.parametrize("text", [None, "", "pV", "mmHg", "m V", "adu"])
def test_other_units_are_unknown(text):
    assert unit_name(text) is None


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("I (mV)", ("I", "mV")),
        ("I[uV]", ("I", "uV")),
        (" lead V1 ( µV ) ", ("lead V1", "µV")),
        ("I", ("I", None)),
        ("I (", ("I (", None)),
        ("(mV)", ("", "mV")),
        ("I (a) (b)", ("I (a) (b)", None)),
        ("I_mV", ("I", "mV")),
        ("aVR/uV", ("aVR", "uV")),
        ("V1, mV", ("V1", "mV")),
        ("mV", ("mV", None)),
    ],
)
def test_unit_in_brackets_is_split_off(label, parts):
    assert split_unit(label) == parts
