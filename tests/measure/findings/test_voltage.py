"""What a finding of voltage was read from adds up to its value."""

from dataclasses import replace

import pytest

from ecgkt.measure.findings.voltage import voltage_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.types.measurements import Measurement
from tests.builders.planted_waves import MASK_FS, planted


def found(example, *, scale=1.0, sex=None):
    record, masks, _ = planted(example)
    ecg = measure_ecg(record.signal * scale, record.fs, masks, mask_fs=MASK_FS)
    return {finding.code: finding for finding in voltage_findings(ecg, sex)}


def test_sokolow_names_the_larger_r_and_adds_up():
    finding = found("lvh")["sokolow_lyon"]
    (first, second) = finding.parts
    assert first[:2] == ("V1", "S")
    assert second[0] in ("V5", "V6")
    assert second[1] == "R"
    assert first[2] + second[2] == pytest.approx(finding.value, abs=2e-4)


@pytest.mark.parametrize("sex", [None, "female", "male"])
def test_cornell_adds_up(sex):
    codes = found("lvh", scale=2.0, sex=sex)
    finding = codes.get("cornell") or codes["cornell_in_women"]
    assert [part[:2] for part in finding.parts] == [("aVL", "R"), ("V3", "S")]
    assert sum(part[2] for part in finding.parts) == pytest.approx(
        finding.value, abs=2e-4
    )


def test_low_voltage_shows_the_largest_qrs_of_limbs_and_chest():
    finding = found("normal", scale=0.25)["low_voltage"]
    (limb, chest) = finding.parts
    assert limb[1] == chest[1] == "QRS"
    assert limb[2] == pytest.approx(finding.value, abs=1e-4)
    assert chest[0].startswith("V")


def test_without_a_median_beat_nothing_is_added_up():
    record, masks, _ = planted("lvh")
    ecg = measure_ecg(record.signal, record.fs, masks, mask_fs=MASK_FS)
    values = {**ecg.values, "sokolow_lyon_mv": Measurement(value=4.0)}
    bare = replace(ecg, median_beat=None, values=values)
    assert {one.parts for one in voltage_findings(bare, None)} == {()}
