"""Labs by diagnosis on the reading page: below the labs, for this model alone."""

from dataclasses import replace

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.document import Weights
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from pages.shared import resources
from tests.builders.lab_scores import invented_lab

TITLE = "Do the laboratory values go with the diagnoses?"


@pytest.fixture
def table(labs_by_diagnosis, client):
    """Ship a reference cohort that the tiny model read."""
    labs_by_diagnosis["model"]["sha256"] = client.reader.bundle.identity.sha256
    shipped = LabsByDiagnosis.from_dict(labs_by_diagnosis)
    client.documents[LabsByDiagnosis] = shipped
    return shipped


@pytest.fixture
def afib(client, monkeypatch):
    """Let the model find atrial fibrillation and nothing else."""
    client.labs = (invented_lab(), invented_lab("INR(PT)"))
    read = client.read

    def only_afib(record, **options):
        reading = read(record, **options)
        diagnoses = [
            replace(score, positive=score.code == "AFIB", validated=True)
            for score in reading.diagnoses
        ]
        return replace(reading, diagnoses=tuple(diagnoses))

    monkeypatch.setattr(client, "read", only_afib)


def upload(page, files):
    return page.file_uploader(key="up").set_value(files).run()


@pytest.mark.usefixtures("table", "afib")
def test_labs_of_each_diagnosis_stand_below_the_labs(read_page, wfdb, say):
    text = say(upload(read_page, wfdb()))
    assert TITLE in text
    assert text.index(TITLE) > text.index("Laboratory values")
    assert "1 consistent · 1 inconsistent · 1 unknown" in text
    assert "92 real patients" in text


@pytest.mark.usefixtures("table", "afib")
def test_refused_recording_is_compared_with_nobody(read_page, wfdb, say):
    page = upload(read_page, wfdb())
    page.number_input(key="age").set_value(12).run()
    assert TITLE not in say(page)


@pytest.mark.usefixtures("afib")
def test_reference_of_other_weights_is_not_used(read_page, wfdb, say, table, client):
    other = replace(table, model=Weights(sha256="f" * 64))
    client.documents[LabsByDiagnosis] = other
    text = say(upload(read_page, wfdb()))
    assert "read by other weights than these" in text
    assert "1 consistent" not in text


def test_without_a_reference_nothing_is_said(read_page, wfdb, say):
    assert TITLE not in say(upload(read_page, wfdb()))


def test_damaged_reference_is_named_and_the_rest_shown(
    read_page, wfdb, say, monkeypatch
):
    def damaged(kind):
        if kind is not LabsByDiagnosis:
            return
        raise EcgktError("labs-by-diagnosis.json: expected JSON, found damage")

    monkeypatch.setattr(resources, "get_document", damaged)
    page = upload(read_page, wfdb())
    assert "labs-by-diagnosis" in page.error[0].value.replace("\\", "")
    assert "Laboratory values" in say(page)
