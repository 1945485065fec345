"""Readings with planted measurements, the findings they give, and a model's calls."""

from dataclasses import replace
from functools import lru_cache

from ecgkt.measure.findings.findings import ModelCalls, find_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.types.measurements import Measurement
from ecgkt.types.reading import ModelIdentity, Quality, Reading, RecordSummary, Score
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.statements import DIAGNOSES
from tests.builders.planted_waves import MASK_FS, planted

ACCEPTED = Quality(verdict="accept")
RECORD = RecordSummary(
    id="a",
    format="wfdb",
    fs=500.0,
    duration_s=10.0,
    leads=LEADS,
    derived_leads=(),
    warnings=(),
)

UNREAD = Reading(
    file="a.hea",
    record=RECORD,
    quality=ACCEPTED,
    model=ModelIdentity(name="m", version="1", sha256="0" * 64),
)
"""Nothing is measured or scored of it."""


@lru_cache
def measured_example(name):
    record, masks, _ = planted(name)
    return measure_ecg(record.signal, record.fs, masks, mask_fs=MASK_FS)


def score_of(code, probability, *, validated=True):
    (diagnosis,) = [d for d in DIAGNOSES if d.code == code]
    return Score(
        code=code,
        name=diagnosis.name,
        group=diagnosis.group,
        probability=probability,
        threshold=0.5,
        positive=probability >= 0.5,
        validated=validated,
        auroc=0.9,
        auroc_ci=None,
    )


def planted_reading(
    example="normal", *, called=(), unsure=(), denied=(), quality=ACCEPTED, **values
):
    """
    Return a reading of an example of which some measurements are others.

    The model calls some statements, calls others that are not validated, and clearly
    denies others; `values` are numbers or whole measurements.
    """
    measured = measured_example(example)
    new = {
        name: value if isinstance(value, Measurement) else Measurement(value=value)
        for name, value in values.items()
    }
    measured = replace(measured, values={**measured.values, **new})
    calls = ModelCalls(positive=frozenset(called), rejected=frozenset(denied))
    return replace(
        UNREAD,
        quality=quality,
        diagnoses=(
            *(score_of(code, 0.8) for code in called),
            *(score_of(code, 0.8, validated=False) for code in unsure),
            *(score_of(code, 0.1) for code in denied),
        ),
        measurements=measured.values,
        findings=find_findings(measured, calls),
    )


def with_scores(reading, **by_code):
    """Change statements: `code=(probability, validated)`, threshold 0.5."""

    def changed(score):
        probability, validated = by_code.get(score.code, (0.1, True))
        return replace(
            score,
            probability=probability,
            threshold=0.5,
            positive=probability >= 0.5,
            validated=validated,
        )

    return replace(
        reading,
        diagnoses=tuple(map(changed, reading.diagnoses)),
        superclasses=tuple(map(changed, reading.superclasses)),
    )
