"""The explanation of a score on the page: off by default, never without its checks."""

from html import unescape

import pytest

from ecgkt.errors import ServingError
from ecgkt.pipeline.explain_record import check_record, explain_record
from ecgkt.report.explanation_words import MEANING, OWN_LEADS, TITLE
from ecgkt.results.explanations import ExplanationTable
from tests.builders.explanation_documents import invented_document
from tests.builders.tables import open_card, table_with
from tests.builders.uploads import toggles, upload_and_open


@pytest.fixture
def shipped(client):
    """A document for the tiny model, and a client that explains in this process."""
    sha256 = client.reader.bundle.identity.sha256
    table = ExplanationTable.from_dict(invented_document(sha256))
    client.documents[ExplanationTable] = table

    def explain(record, request):
        client.calls.append("explain")
        reader = client.reader
        return explain_record(reader.bundle, reader.heads, record, request)

    def check(record, request, bands):
        client.calls.append("check")
        reader = client.reader
        return check_record(reader.bundle, reader.heads, record, request, bands)

    client.explain, client.check = explain, check
    return table


def test_without_its_checks_there_is_no_map(read_page, wfdb, client, say):
    page = upload_and_open(read_page, wfdb(), "explain")
    assert TITLE not in say(page)
    assert not toggles(page)


def test_checks_of_another_model_do_not_count(read_page, wfdb, client, shipped):
    other = ExplanationTable.from_dict(invented_document("1" * 64))
    client.documents[ExplanationTable] = other
    assert not toggles(upload_and_open(read_page, wfdb(), "explain"))


def test_map_is_off_until_it_is_asked_for(read_page, wfdb, say, client, shipped):
    page = upload_and_open(read_page, wfdb(), "explain")
    assert client.calls == ["parse", "read"]
    assert not page.toggle(key="saliency").value
    page.toggle(key="saliency").set_value(True).run()
    assert client.calls == ["parse", "read", "explain", "check"]
    text = say(page)
    assert MEANING in unescape(text)
    assert OWN_LEADS in unescape(text)
    assert page.selectbox(key="saliency-method").value == shipped.default
    for word in ("Baseline", "Completeness gap", "Deletion check on this ECG"):
        assert word in text
    assert "not made yet" not in text


def test_check_that_cannot_be_made_is_made_again(read_page, wfdb, say, client, shipped):
    def refuse(record, request, bands):
        raise ServingError("busy")

    check, client.check = client.check, refuse
    page = upload_and_open(read_page, wfdb(), "explain")
    page.toggle(key="saliency").set_value(True).run()
    text = say(page)
    assert "not made yet" in text
    assert MEANING in unescape(text)
    assert "busy" in [one.value for one in page.error]
    client.check = check
    page.run()
    assert "not made yet" not in say(page)
    assert client.calls == ["parse", "read", "explain", "check"]


def test_the_same_map_is_computed_once(read_page, wfdb, client, shipped):
    page = upload_and_open(read_page, wfdb(), "explain")
    page.toggle(key="saliency").set_value(True).run()
    page.toggle(key="saliency-trace").set_value(True).run()
    page.selectbox(key="saliency-method").set_value("occlusion").run()
    page.selectbox(key="saliency-method").set_value("integrated_gradients").run()
    assert client.calls.count("explain") == client.calls.count("check") == 2


def test_class_that_failed_is_grey_with_the_reason(
    read_page, wfdb, say, client, shipped
):
    page = upload_and_open(read_page, wfdb(), "explain")
    page.toggle(key="saliency").set_value(True).run()
    chosen = next(
        one
        for one in page.selectbox(key="saliency-target").options
        if "MI, super" in one
    )
    page.selectbox(key="saliency-target").select(chosen).run()
    assert "Shown in grey: not passed: a moved signal moves its map" in say(page)


def test_refused_recording_has_nothing_to_explain(read_page, wfdb, client, shipped):
    page = upload_and_open(read_page, wfdb(), "explain")
    page.number_input(key="age").set_value(12).run()
    assert not toggles(page)


def test_card_shows_methods_limits_and_causes(app, client, shipped, say):
    page = open_card(app, "explanations")
    text = say(page)
    assert "Are the explanations true?" in [one.value for one in page.subheader]
    assert "Integrated gradients** did best" in text
    assert "a moved signal moves its map (≥ 0.9; someone 2020)" in text
    causes = table_with(page, "Planted")
    assert causes["Planted hits"].tolist() == ["0.75", "0.75"]


def test_card_without_document_says_so(app, client, say):
    assert "No checks of explanations are shipped" in say(
        open_card(app, "explanations")
    )
