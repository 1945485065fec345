"""The labs on the page: beside the diagnoses, on demand, and never in a refusal."""

from tests.builders.lab_scores import invented_lab
from tests.builders.uploads import toggles, upload


def test_labs_stand_beside_the_diagnoses_in_one_container(read_page, wfdb, say, client):
    client.labs = (invented_lab(),)
    page = upload(read_page, wfdb())
    text = say(page)
    assert "Estimated from the ECG, not measured" in text
    assert "Creatinine high" in text
    assert text.index("Laboratory values") > text.index("Detected")
    assert not toggles(page)


def test_labs_taught_by_simulation_are_off_until_they_are_asked_for(
    read_page, wfdb, say, client
):
    client.labs = (invented_lab(), invented_lab("Potassium", taught_by="simulation"))
    page = upload(read_page, wfdb())
    assert "Potassium high" not in say(page)
    page.toggle(key="simulated_labs").set_value(True).run()
    text = say(page)
    assert "Potassium high" in text
    assert "simulated ECGs taught these estimates" in text
    assert client.calls == ["parse", "read"]


def test_labs_that_cannot_be_read_are_hidden_and_listed(read_page, wfdb, say, client):
    client.labs = (invented_lab(), invented_lab("Sodium", readable=False))
    text = say(upload(read_page, wfdb()))
    hidden = text[text.index("Not readable from the ECG") :]
    assert "Sodium high" in hidden
    assert "Sodium high" not in text[: -len(hidden)]


def test_model_without_heads_says_so(read_page, wfdb, say):
    text = say(upload(read_page, wfdb()))
    assert "this model has no heads for them" in text


def test_refused_recording_has_no_labs(read_page, wfdb, say, client):
    client.labs = (invented_lab(),)
    page = upload(read_page, wfdb())
    page.number_input(key="age").set_value(12).run()
    text = say(page)
    assert "Creatinine" not in text
    assert "Estimated from the ECG" not in text
