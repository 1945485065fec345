import pytest

from ecgkt.errors import RecordError
from ecgkt.io.stated import (
    check_fs,
    check_stated,
    settle_fs,
    settle_unit,
    unit_warnings,
)
from ecgkt.types.upload import StatedMetadata


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"fs": 0}, "50 to 10000 Hz; 0 Hz"),
        ({"fs": -1}, "50 to 10000 Hz"),
        ({"fs": float("nan")}, "50 to 10000 Hz; nan Hz"),
        ({"fs": 1e5}, "50 to 10000 Hz"),
        ({"unit": "mmHg"}, "must be mV, uV or V"),
        ({"age": -1}, "0 to 130 years; -1"),
        ({"age": 131}, "0 to 130 years"),
        ({"sex": "F"}, "male or female"),
        ({"age": float("nan")}, "0 to 130 years"),
    ],
)
def test_impossible_entries_are_refused(values, message):
    with pytest.raises(RecordError, match=message):
        check_stated(StatedMetadata(**values))


@pytest.mark.parametrize("fs", [50, 499.97, 10_000])
def test_plausible_frequency_passes(fs):
    assert check_fs(fs) == fs


@pytest.mark.parametrize(
    ("in_file", "entered", "fs"),
    [(500, None, 500), (None, 250, 250), (500, 500, 500), (499.98, 500, 499.98)],
)
def test_frequency_is_the_stated_one(in_file, entered, fs):
    assert settle_fs(in_file, StatedMetadata(fs=entered), 5000) == fs


@pytest.mark.parametrize(
    ("in_file", "entered", "n_samples", "message"),
    [
        (None, None, 5000, "never guessed"),
        (500, 1000, 5000, "states 500 Hz, 1000 Hz was entered"),
        (20, None, 5000, "50 to 10000 Hz"),
        (500, None, 900_001, "may last 30 minutes; this one lasts 30.0"),
        (None, 100, 10**9, "may last 30 minutes"),
    ],
)
def test_frequency_is_never_guessed(in_file, entered, n_samples, message):
    with pytest.raises(RecordError, match=message):
        settle_fs(in_file, StatedMetadata(fs=entered), n_samples)


@pytest.mark.parametrize(
    ("in_file", "entered", "unit"),
    [("MV", None, "mV"), (None, "V", "V"), ("mV", "uV", "uV"), ("adu", "uV", "uV")],
)
def test_unit_is_the_stated_one(in_file, entered, unit):
    assert settle_unit(in_file, StatedMetadata(unit=entered)) == unit


@pytest.mark.parametrize(
    ("in_file", "message"), [(None, "states no unit"), ("adu", "none of these")]
)
def test_unit_is_never_guessed(in_file, message):
    with pytest.raises(RecordError, match=message):
        settle_unit(in_file, StatedMetadata())


@pytest.mark.parametrize(
    ("in_file", "entered", "said"),
    [
        ({"mV"}, None, ()),
        ({"mV"}, "mV", ()),
        ({None}, "uV", ()),
        ({"mV", "Smith"}, "uV", ("The file states another unit, mV; the numbers",)),
    ],
)
def test_only_an_overruled_unit_is_said(in_file, entered, said):
    warnings = unit_warnings(in_file, StatedMetadata(unit=entered))
    assert len(warnings) == len(said)
    assert all(
        text.startswith(start) for text, start in zip(warnings, said, strict=True)
    )
