import pytest

from ecgkt.measure.withhold import QT, RATE, SPOILED_BELOW, ST_BELOW, withhold
from ecgkt.quality.noise import LIMITS
from ecgkt.types.measurements import Measurement, absent
from ecgkt.types.reading import LeadNoise
from ecgkt.vocab.findings import MEASURES
from ecgkt.vocab.leads import INDEPENDENT_LEADS

VALUES = {name: Measurement.of(100) for name in (*MEASURES, "st_v1_mv", "st_v2_mv")}


def noise(kind, snr_db, leads=INDEPENDENT_LEADS):
    return [LeadNoise(lead=lead, kind=kind, snr_db=snr_db) for lead in leads]


def withheld(loud):
    values = withhold(VALUES, loud)
    return {name for name, value in values.items() if value.state == "not_measurable"}


def test_without_noise_nothing_changes():
    assert withhold(VALUES, ()) == VALUES


@pytest.mark.parametrize(
    ("kind", "snr_db", "names"),
    [
        ("mains", 18, set()),
        ("mains", 12, {"p_ms", "pr_ms", *QT}),
        ("muscle", 16, {"pr_ms", *QT}),
        ("muscle", 10, {"pr_ms", "qrs_ms", *QT}),
        ("muscle", 0, {"p_ms", "p_beats_percent", "pr_ms", "qrs_ms", *QT, *RATE}),
        ("wander", 1, {"p_ms", "pr_ms", *QT}),
        ("motion", 12, {"p_ms", "pr_ms", *QT}),
        ("coarse_steps", 24, {"p_ms", "pr_ms"}),
    ],
)
def test_noise_withholds_what_it_spoils(kind, snr_db, names):
    assert withheld(noise(kind, snr_db)) == names | {"st_v1_mv", "st_v2_mv"}


def test_noise_of_few_leads_withholds_no_duration():
    assert withheld(noise("muscle", 0, ["I", "III", "V1"])) == {"st_v1_mv"}


def test_reason_names_noise_and_leads():
    loud = noise("mains", 6, ["II", "V1", "V2", "V3"])
    reason = withhold(VALUES, loud)["qt_ms"].reason
    assert reason == "mains interference in II, V1-V3"


def test_what_was_not_measured_keeps_its_reason():
    values = {"p_ms": absent("no P wave")}
    assert withhold(values, noise("mains", 0)) == values


@pytest.mark.parametrize("kind", list(LIMITS))
def test_nothing_is_withheld_that_is_not_warned_of(kind):
    limits = [ST_BELOW[kind], *(below for below, _ in SPOILED_BELOW[kind])]
    assert max(limits) <= LIMITS[kind].needed_db
    assert {name for _, names in SPOILED_BELOW[kind] for name in names} <= set(MEASURES)
