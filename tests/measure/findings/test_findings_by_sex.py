"""Where a limit differs between men and women, the known sex decides."""

from dataclasses import replace

import pytest

from ecgkt.measure.findings.findings import find_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.types.measurements import Measurement
from ecgkt.vocab.findings import normal_range
from tests.builders.planted_waves import MASK_FS, planted


@pytest.fixture(scope="module")
def normal():
    record, masks, _ = planted("normal")
    return measure_ecg(record.signal, record.fs, masks, mask_fs=MASK_FS)


def finding_of(found, name, value, sex):
    one = Measurement(value=value, n_beats=9)
    changed = replace(found, values={**found.values, name: one})
    kinds = "qtc" if name.startswith("qtc") else ("cornell", "voltage")
    (finding,) = [
        finding
        for finding in find_findings(changed, sex=sex)
        if finding.code.startswith(kinds)
    ]
    return finding


@pytest.mark.parametrize(
    ("value", "sex", "code", "words", "high"),
    [
        (449, "male", "qtc_normal", "normal in men", 450),
        (450, "male", "qtc_long", "long in men.", 450),
        (470, "male", "qtc_long", "long in men.", 450),
        (455, "female", "qtc_normal", "normal in women", 460),
        (460, "female", "qtc_long", "long in women.", 460),
        (380, "female", "qtc_short", "shorter than normal", 460),
        (449, None, "qtc_normal", "normal in men and in women", 450),
        (455, None, "qtc_long_in_men", "sex is not known", 450),
        (460, None, "qtc_long", "long in men and in women", 450),
    ],
)
def test_qtc_follows_the_sex(normal, value, sex, code, words, high):
    finding = finding_of(normal, "qtc_fridericia_ms", float(value), sex)
    assert (finding.code, finding.normal_range) == (code, (390, high))
    assert words in finding.text
    assert sex is None or "not known" not in finding.text


@pytest.mark.parametrize(
    ("value", "sex", "code", "words"),
    [
        (2.5, "male", "voltage_normal", "neither high"),
        (2.9, "male", "cornell", "more than normal in men."),
        (2.5, "female", "cornell", "more than normal in women."),
        (1.9, "female", "voltage_normal", "neither high"),
        (2.5, None, "cornell_in_women", "sex is not known"),
        (2.9, None, "cornell", "in men and in women"),
    ],
)
def test_cornell_follows_the_sex(normal, value, sex, code, words):
    finding = finding_of(normal, "cornell_mv", value, sex)
    assert finding.code == code
    assert words in finding.text


def test_ranges_beside_the_values_are_those_of_the_findings():
    assert normal_range("qtc_bazett_ms", "male") == (390, 450)
    assert normal_range("qtc_bazett_ms", None) == (390, 450)
    assert normal_range("cornell_mv", "male") == (None, 2.8)
    assert normal_range("cornell_mv", None) == (None, 2.0)
    assert normal_range("pr_ms", "female") == (120, 200)
