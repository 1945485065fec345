"""A reading as a FHIR R4 bundle: DiagnosticReport, Observations, the software."""

import json
from html import escape
from itertools import chain
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ecgkt.report.exports.content import Content
from ecgkt.report.exports.fhir_observations import (
    HL7,
    Resource,
    coding,
    observations_of,
    second_results_of,
    statement_codings,
)
from ecgkt.report.model_words import adapter_text
from ecgkt.report.reading_json import reading_to_dict
from ecgkt.types.reading import Reading
from ecgkt.vocab.clinical_codes import EKG_STUDY, LOINC_SYSTEM

RESEARCH = {
    "system": f"{HL7}/v3-ActReason",
    "code": "HRESCH",
    "display": "healthcare research",
}
"""What it may be used for, as a security label of every resource."""


def fhir_bundle(reading: Reading, content: Content, *, is_named: bool) -> Resource:
    """
    Write a reading so that another system can take it over.

    Parameters
    ----------
    reading : Reading
        Named or not.
    content : Content
        Of the same reading: its text is the conclusion.
    is_named : bool
        Whether the recording's name is the subject's; without it there is no subject.

    Returns
    -------
    dict
        A Bundle of type "collection", everything in it preliminary. Ids are made of the
        content: equal readings give equal bundles.

    References
    ----------
    .. [1] HL7, FHIR R4 (4.0.1), http://hl7.org/fhir/R4/diagnosticreport.html.
    """
    told = [reading_to_dict(reading), content.text, *content.context]
    seed = json.dumps(told, sort_keys=True)
    ids = (str(uuid5(NAMESPACE_URL, f"{place}:{seed}")) for place in range(1000))
    report_id, device_id = next(ids), next(ids)
    shared: Resource = {"device": {"reference": f"urn:uuid:{device_id}"}}
    subject: Resource = {}
    if is_named:
        subject = {"subject": {"display": " / ".join(_names(reading))}}
    found = chain(observations_of(reading), second_results_of(content))
    observations = {next(ids): one for one in found}
    report = _report(reading, content, list(observations)) | subject
    resources = {report_id: report, device_id: _device(reading, content)}
    for identifier, one in observations.items():
        resources[identifier] = one | shared | subject
    return {
        "resourceType": "Bundle",
        "meta": {"security": [RESEARCH]},
        "type": "collection",
        "entry": [
            {
                "fullUrl": f"urn:uuid:{identifier}",
                "resource": resource
                | {"id": identifier, "meta": {"security": [RESEARCH]}},
            }
            for identifier, resource in resources.items()
        ],
    }


def _names(reading: Reading) -> list[str]:
    return list(dict.fromkeys(filter(None, (reading.file, reading.record.id))))


def _report(reading: Reading, content: Content, results: list[str]) -> Resource:
    called = [s for s in reading.diagnoses if s.positive and s.validated]
    words = "".join(f"<p>{escape(line)}</p>" for line in _lines(content))
    code = coding(LOINC_SYSTEM, EKG_STUDY.code, EKG_STUDY.display)
    electrical = {"system": f"{HL7}/v2-0074", "code": "EC"}
    report: dict[str, Any] = {
        "resourceType": "DiagnosticReport",
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{words}</div>',
        },
        "status": "preliminary",
        "category": [{"coding": [electrical]}],
        "code": {"coding": [code], "text": "12-lead ECG"},
        "conclusion": f"{content.authorship}. {content.notice}\n\n{content.text}",
    }
    if results:
        report["result"] = [{"reference": f"urn:uuid:{one}"} for one in results]
    if called:
        report["conclusionCode"] = [
            {"coding": statement_codings(score), "text": score.name} for score in called
        ]
    return report


def _lines(content: Content) -> list[str]:
    text = [line for line in content.text.splitlines() if line.strip()]
    return [content.notice, f"{content.authorship}.", *text, f"{content.model}."]


def _device(reading: Reading, content: Content) -> Resource:
    model = reading.model
    adapted = f" + {adapter_text(model.adapter)}" if model.adapter else ""
    return {
        "resourceType": "Device",
        "deviceName": [{"name": model.name, "type": "model-name"}],
        "version": [{"value": f"{model.version}, sha256 {model.sha256}{adapted}"}],
        "note": [{"text": content.notice}],
    }
