import json
from dataclasses import replace

import pytest
from fhir.resources.R4B.bundle import Bundle

from ecgkt.bundle.classifier import load_bundle
from ecgkt.pipeline.reader import Reader
from ecgkt.report.exports.content import content_of
from ecgkt.report.exports.fhir_bundle import fhir_bundle
from ecgkt.types.measurements import absent
from ecgkt.types.report_wish import ReportWish
from ecgkt.vocab.clinical_codes import (
    LOINC_SYSTEM,
    MEASURE_CODES,
    SNOMED_CODES,
    UCUM_UNITS,
)
from ecgkt.vocab.findings import FINDINGS, LEAD_MEASURES, MEASURES
from ecgkt.vocab.statements import CODES
from tests.builders.lab_scores import invented_lab
from tests.builders.readings import UNREAD, planted_reading


def bundle_of(reading, *, is_named=False, text=None):
    wish = ReportWish(text=text, is_named=is_named)
    bundle = fhir_bundle(reading, content_of(reading, wish), is_named=is_named)
    return json.loads(json.dumps(bundle, allow_nan=False))


def resources(bundle, kind):
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if one["resourceType"] == kind]


def by_title(bundle):
    return {one["code"]["text"]: one for one in resources(bundle, "Observation")}


@pytest.fixture(scope="module")
def full():
    values = {"p_ms": absent("no P wave"), "qrs_ms": 134.0}
    return planted_reading("lbbb", called=("CLBBB", "AFIB"), denied=("SR",), **values)


def test_bundle_is_valid_fhir(full):
    for reading in (full, UNREAD, planted_reading()):
        parsed = Bundle.model_validate(bundle_of(reading))
        assert parsed.entry[0].resource.code.coding[0].code == "11524-6"


def test_scored_reading_of_the_pipeline_is_valid_fhir(tiny_model, record):
    reading = Reader(load_bundle(tiny_model)).read(record, file="a.csv")
    reading = replace(reading, labs=(invented_lab("Potassium"),))
    parsed = Bundle.model_validate(bundle_of(reading))
    assert len(parsed.entry) > 71


def test_every_result_of_the_report_is_in_the_bundle(full):
    bundle = bundle_of(full)
    (report,) = resources(bundle, "DiagnosticReport")
    there = {entry["fullUrl"] for entry in bundle["entry"]}
    named = {result["reference"] for result in report["result"]}
    assert named < there
    assert len(named) == len(resources(bundle, "Observation"))
    (device,) = resources(bundle, "Device")
    assert all(
        one["device"]["reference"] == f"urn:uuid:{device['id']}"
        for one in resources(bundle, "Observation")
    )


def test_measurement_has_its_loinc_number_unit_and_range(full):
    qrs = by_title(bundle_of(full))["QRS duration"]
    assert qrs["code"]["coding"][0] == {
        "system": LOINC_SYSTEM,
        "code": "8633-0",
        "display": "QRS duration",
    }
    assert (qrs["valueQuantity"]["value"], qrs["valueQuantity"]["code"]) == (134, "ms")
    assert qrs["referenceRange"][0]["high"]["value"] == 110


def test_absent_wave_has_a_reason_and_no_value(full):
    p_wave = by_title(bundle_of(full))["P duration"]
    assert "valueQuantity" not in p_wave
    assert p_wave["dataAbsentReason"]["text"] == "no P wave"


def test_statement_has_both_codes_and_says_its_threshold(full):
    found = by_title(bundle_of(full))["Atrial fibrillation"]
    assert [one["code"] for one in found["code"]["coding"]] == ["AFIB", "164889003"]
    assert found["interpretation"][0]["coding"][0]["code"] == "POS"
    assert "threshold 0.50" in found["note"][0]["text"]


def test_estimate_is_never_coded_as_a_laboratory_value(full):
    reading = replace(full, labs=(invented_lab("Potassium"),))
    titles = by_title(bundle_of(reading))
    (title,) = [title for title in titles if title.startswith("Potassium")]
    assert "not measured" in title
    assert "coding" not in titles[title]["code"]


def test_nobody_is_named_unless_asked_for(full):
    record = replace(full.record, id="ZZ-id")
    named = replace(full, file="ZZ-file", record=record)
    with_name = json.dumps(bundle_of(named, is_named=True))
    assert "ZZ-file / ZZ-id" in with_name
    assert "ZZ" not in json.dumps(bundle_of(named))


def test_own_text_is_the_conclusion_and_is_escaped_in_the_narrative(full):
    (report,) = resources(bundle_of(full, text="QRS < 120 & fine"), "DiagnosticReport")
    assert report["conclusion"].startswith("Edited by the reader.")
    assert report["conclusion"].endswith("QRS < 120 & fine")
    assert "<p>QRS &lt; 120 &amp; fine</p>" in report["text"]["div"]


def test_equal_readings_give_equal_bundles(full):
    assert bundle_of(full) == bundle_of(full)
    assert bundle_of(full) != bundle_of(full, text="other")


def test_codes_are_of_what_there_is():
    assert set(MEASURE_CODES) <= set(MEASURES)
    assert set(SNOMED_CODES) <= set(CODES)
    units = {m.unit for m in (*MEASURES.values(), *LEAD_MEASURES.values())}
    assert units <= set(UCUM_UNITS)
    assert FINDINGS
