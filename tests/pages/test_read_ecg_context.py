"""The second result on the page: only where shipped, off at first, apart."""

from dataclasses import replace

import pytest

from ecgkt.io.read_ecg import read_ecg
from ecgkt.results.context import ContextTable
from tests.builders.contexts import context_document, tiny_context
from tests.builders.tables import open_card, table_with
from tests.builders.uploads import toggles, upload_and_open

TITLE = "With age and sex (second result)"


@pytest.fixture
def shipped(client):
    client.reader.context = tiny_context(client.reader.bundle)
    table = ContextTable.from_dict(context_document())
    client.documents[ContextTable] = table
    return table


def fields(page):
    """Return the fields of age and of sex."""
    (age,) = [one for one in page.number_input if one.label == "Age used (years)"]
    (sex,) = [one for one in page.selectbox if one.label == "Sex used"]
    return age, sex


def test_page_without_the_network_offers_nothing(read_page, wfdb, say):
    page = upload_and_open(read_page, wfdb(), "results")
    assert TITLE not in [one.label for one in toggles(page)]


def test_nothing_is_asked_until_it_is_wanted(read_page, wfdb, client, shipped):
    page = upload_and_open(read_page, wfdb(), "results")
    assert TITLE in [one.label for one in toggles(page)]
    assert client.calls == ["parse", "read"]


def test_what_changes_and_what_was_weighed_are_shown(
    read_page, wfdb, say, client, shipped
):
    page = upload_and_open(read_page, wfdb(), "results")
    page.toggle(key="context_on").set_value(True).run()
    age, sex = fields(page)
    page.session_state[sex.key] = None
    age.set_value(64).run()
    text = say(page)
    assert client.calls == ["parse", "read", "context", "context"]
    assert "not the reading: that is of the ECG alone" in text
    assert "**64 years** · On 2,198 held-out ECGs" in text
    assert "Vital signs are not taken" in text
    assert "Attention says which seconds of the ECG were weighed, not why" in text
    assert "tiny-context 0" in text


def test_same_context_is_asked_once(read_page, wfdb, client, shipped):
    page = upload_and_open(read_page, wfdb(), "results")
    page.toggle(key="context_on").set_value(True).run()
    page.run()
    assert client.calls.count("context") == 1


def test_nothing_is_asked_while_nothing_is_known(
    read_page, wfdb, say, client, shipped, monkeypatch
):
    def parse(files, stated):
        return replace(read_ecg(files, stated), age=None, sex=None)

    monkeypatch.setattr(client, "parse", parse)
    page = upload_and_open(read_page, wfdb(), "results")
    page.toggle(key="context_on").set_value(True).run()
    assert "Enter an age, a sex or both." in say(page)
    assert client.calls == ["read"]
    age, _sex = fields(page)
    age.set_value(50).run()
    assert client.calls == ["read", "context"]


def test_stated_age_and_sex_are_what_the_fields_begin_with(
    read_page, wfdb, say, shipped
):
    page = upload_and_open(read_page, wfdb(), "results")
    page.number_input(key="age").set_value(71).run()
    page.selectbox(key="sex").set_value("male").run()
    page.toggle(key="context_on").set_value(True).run()
    assert "71 years, male" in say(page)


def test_report_says_that_files_hold_it(read_page, wfdb, say, shipped):
    page = upload_and_open(read_page, wfdb(), "results")
    page.number_input(key="age").set_value(71).run()
    page.toggle(key="context_on").set_value(True).run()
    page = page.segmented_control(key="tab").set_value("report").run()
    assert "The second result with age and sex is on" in say(page)


def test_card_shows_the_gains(app, say, shipped):
    page = open_card(app, "transfer")
    say(page)
    gains = table_with(page, "Age and sex add")
    assert gains["Age and sex add"][0] == "+0.0003 (−0.0002 to +0.0008)"
    assert gains["Statements"][0] == "All statements (71)"
