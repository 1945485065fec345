import pytest

from ecgkt.measure.findings.place_findings import place_findings
from ecgkt.types.measurements import Finding

SPANS = (("II", 0.5, 1.5), ("V1", 0.5, 1.5))


def finding(spans):
    return Finding(
        code="regular",
        text="",
        value=1,
        unit="%",
        leads=(),
        beats=9,
        normal_range=(None, 10),
        source="",
        spans=spans,
    )


@pytest.mark.parametrize(
    ("start", "absent", "spans"),
    [
        (0.0, (), SPANS),
        (20.0, (), (("II", 20.5, 21.5), ("V1", 20.5, 21.5))),
        (0.0, ("II",), (("V1", 0.5, 1.5),)),
        (10.0, ("I", "II", "V1"), (("III", 10.5, 11.5),)),
    ],
)
def test_spans_lie_on_leads_and_seconds_of_the_recording(start, absent, spans):
    (placed,) = place_findings([finding(SPANS)], start, absent)
    assert placed.spans == spans
    assert placed == finding(placed.spans)


def test_finding_without_spans_stays_without():
    assert place_findings([finding(())], 5.0, ("II",))[0].spans == ()
