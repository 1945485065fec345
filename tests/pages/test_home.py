from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_home_says_what_it_must_not_be_used_for(app, say):
    text = say(app.run())
    assert "Research use" in text
    assert "Diagnosis, treatment, triage or monitoring" in text
    assert "not a medical device" in text


def test_home_links_to_every_page(app):
    app.run()
    linked = {link.proto.page for link in app.get("page_link")}
    pages = {path.stem.partition("_")[2] for path in (ROOT / "pages").glob("*.py")}
    assert pages <= linked


def test_home_asks_the_worker_for_nothing(app, client):
    app.run()
    assert client.calls == []
