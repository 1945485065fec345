from pathlib import Path

import pytest

from ecgkt.simulate.example import EXAMPLES
from tests.builders.uploads import shown_name

ROOT = Path(__file__).parents[2]
READ = "pages/1_Read_ECG.py"


@pytest.fixture
def home(app):
    return app.run()


def test_home_says_what_it_must_not_be_used_for(home, say):
    text = say(home)
    assert "Research use" in text
    assert "Diagnosis, treatment, triage or monitoring" in text
    assert "not a medical device" in text


def test_home_links_to_every_page(home):
    linked = {link.proto.page for link in home.get("page_link")}
    pages = {path.stem.partition("_")[2] for path in (ROOT / "pages").glob("*.py")}
    assert pages <= linked


def test_every_example_is_drawn_and_one_click_away(home, say):
    assert say(home).count('class="ek-thumbnail"') == len(EXAMPLES)
    links = {
        link.proto.label: link.proto.query_string for link in home.get("page_link")
    }
    for name, title in EXAMPLES.items():
        assert links[title] == f"example={name}"


def test_one_example_is_read_once_and_drawn(home, client, say, sheet):
    assert "ek-impression" in say(home)
    assert 'data-lead="V6"' in sheet(home)["svg"]
    home.run()
    assert client.calls == ["read"]


def test_dropped_file_opens_the_page_that_reads_it(home, wfdb, client):
    page = home.file_uploader(key="up").set_value(wfdb("dropped")).run()
    assert shown_name(page) == "dropped.hea"
    assert client.calls.count("parse") == 1


def test_file_that_cannot_be_read_is_told_on_the_spot(home, say):
    home.file_uploader(key="up").set_value([("a.csv", b"nothing", "")]).run()
    assert home.error
    assert not home.exception
    home.switch_page(READ).run()
    assert "Upload a recording" in say(home)


def test_what_failed_beside_a_recording_is_told_where_it_is_read(home, wfdb):
    files = [*wfdb("good"), ("a.csv", b"nothing", "")]
    page = home.file_uploader(key="up").set_value(files).run()
    assert shown_name(page) == "good.hea"
    assert page.error
