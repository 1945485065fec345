"""Measurements, findings, scores and estimates as FHIR R4 Observations."""

from collections.abc import Iterator
from typing import Any

from ecgkt.report.context_words import TITLE as TITLE_CONTEXT
from ecgkt.report.draft.draft_text import auroc_text, told_findings
from ecgkt.report.exports.content import Content
from ecgkt.report.finding_words import title_of
from ecgkt.report.lab_words import ESTIMATED, lab_auroc_text, ratio_text
from ecgkt.report.measured_words import disagreement_text
from ecgkt.types.measurements import Measurement
from ecgkt.types.reading import LabScore, Reading, Score
from ecgkt.types.record import Sex
from ecgkt.vocab.clinical_codes import (
    LOINC_SYSTEM,
    MEASURE_CODES,
    SCP_SYSTEM,
    SNOMED_CODES,
    SNOMED_SYSTEM,
    UCUM_SYSTEM,
    UCUM_UNITS,
)
from ecgkt.vocab.findings import MEASURES, find_measure, normal_range
from ecgkt.vocab.labs import lab_title

Resource = dict[str, Any]
HL7 = "http://terminology.hl7.org/CodeSystem"
ABSENT = {"absent": "not-applicable", "not_measurable": "unknown"}
"""Why there is no value, in HL7's words, by the state of a measurement."""


def observations_of(reading: Reading) -> Iterator[Resource]:
    """
    Write all that a reading found, one Observation each.

    Parameters
    ----------
    reading : Reading
        With or without scores.

    Yields
    ------
    dict
        Without id, device and subject: measurements first, then findings, statements
        and laboratory estimates. An estimate carries no LOINC number: no other system
        may take it for a measured value.
    """
    for name in MEASURES:
        if name in reading.measurements:
            yield _measured(name, reading.measurements[name], reading.record.sex)
    for finding in told_findings(reading):
        measure = finding.unit
        yield _observation("exam", title_of(finding)) | {
            "valueQuantity": quantity(finding.value, measure),
            "note": _notes(finding.text, disagreement_text(finding), finding.source),
        }
    yield from map(_scored, reading.diagnoses)
    yield from (_estimated(lab) for lab in reading.labs if lab.is_shown)


def second_results_of(content: Content) -> Iterator[Resource]:
    """
    Write what age and sex changed, one Observation each, after all that is the ECG's.

    Parameters
    ----------
    content : Content
        Of a report.

    Yields
    ------
    dict
        Text alone, without a statement's code: no other system may take it for a score
        of the ECG.
    """
    for row in content.context:
        yield _observation("procedure", f"{row.title}. {TITLE_CONTEXT}") | {
            "valueString": row.value,
            "note": _notes(row.note, *content.context_notes),
        }


def _measured(name: str, measured: Measurement, sex: Sex | None) -> Resource:
    measure, known = find_measure(name), MEASURE_CODES.get(name)
    found = _observation("procedure", measure.title)
    if known:
        found["code"]["coding"] = [coding(LOINC_SYSTEM, known.code, known.display)]
        if known.method:
            found["method"] = {"text": known.method}
    if measured.value is None:
        reason = ABSENT[measured.state]
        found["dataAbsentReason"] = {
            "coding": [{"system": f"{HL7}/data-absent-reason", "code": reason}],
            "text": measured.reason,
        }
        return found
    found["valueQuantity"] = quantity(measured.value, measure.unit)
    low, high = normal_range(name, sex)
    if low is not None or high is not None:
        limits = {"low": low, "high": high}
        found["referenceRange"] = [
            {
                edge: quantity(limit, measure.unit)
                for edge, limit in limits.items()
                if limit is not None
            }
            | {"text": measure.source}
        ]
    error = measured.error_ms
    notes = (measured.note, "" if error is None else f"Error of {error:.0f} ms.")
    if any(notes):
        found["note"] = _notes(*notes)
    return found


def _scored(score: Score) -> Resource:
    found = _observation("procedure", score.name)
    found["code"]["coding"] = statement_codings(score)
    validity = auroc_text(score) + ("" if score.validated else "; not validated")
    return found | {
        "valueQuantity": quantity(score.probability, ""),
        "interpretation": [_interpretation(is_positive=score.positive)],
        "note": _notes(
            f"Calibrated probability by a model; threshold {score.threshold:.2f}.",
            f"Validity: {validity}.",
        ),
    }


def _estimated(lab: LabScore) -> Resource:
    return _observation("procedure", f"{lab_title(lab)}. {ESTIMATED}") | {
        "valueQuantity": quantity(lab.likelihood_ratio, ""),
        "interpretation": [_interpretation(is_positive=lab.flagged)],
        "note": _notes(
            f"Shift of the odds {ratio_text(lab)} against the average ECG.",
            f"Validity: {lab_auroc_text(lab.auroc, lab.auroc_ci)} in "
            f"{lab.n_patients} patients.",
        ),
    }


def statement_codings(score: Score) -> list[dict[str, str]]:
    """Return the codes of a statement: SCP-ECG's, and SNOMED CT's if there is one."""
    codings = [coding(SCP_SYSTEM, score.code, score.name)]
    snomed = SNOMED_CODES.get(score.code)
    # SNOMED's own wording is not shipped here: the number speaks for itself.
    return codings + ([{"system": SNOMED_SYSTEM, "code": snomed}] if snomed else [])


def coding(system: str, code: str, display: str) -> dict[str, str]:
    """Return one code of a system."""
    return {"system": system, "code": code, "display": display}


def quantity(value: float, unit: str) -> dict[str, Any]:
    """Return a value with its unit in UCUM."""
    code = UCUM_UNITS[unit]
    return {
        "value": round(value, 4),
        "unit": unit or "1",
        "system": UCUM_SYSTEM,
        "code": code,
    }


def _interpretation(*, is_positive: bool) -> Resource:
    code, display = ("POS", "Positive") if is_positive else ("NEG", "Negative")
    system = f"{HL7}/v3-ObservationInterpretation"
    return {"coding": [coding(system, code, display)]}


def _observation(category: str, title: str) -> Resource:
    return {
        "resourceType": "Observation",
        "status": "preliminary",
        "category": [
            {"coding": [{"system": f"{HL7}/observation-category", "code": category}]}
        ],
        "code": {"text": title},
    }


def _notes(*texts: str) -> list[dict[str, str]]:
    return [{"text": text} for text in texts if text]
