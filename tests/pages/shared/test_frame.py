from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[3]
PAGES = [f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("*.py"))]


@pytest.fixture(params=[None, *PAGES])
def cold_page(request, client):
    """One page as a deep link opens it: app.py has not run before."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    return app.switch_page(request.param) if request.param else app


def test_every_page_opens_cold_with_the_notice(cold_page, say):
    assert "not a medical device" in say(cold_page.run())
    assert len(cold_page.title) == 1


def test_menu_begins_with_home_and_follows_the_files(cold_page):
    links = cold_page.run().sidebar.get("page_link")
    labels = [link.proto.label for link in links]
    pages = ["Read ECG", "Compare ECGs", "Worklist", "Failure Cases", "Model Card"]
    assert labels == ["Home", *pages]


def test_demanded_login_without_a_provider_stops_every_page(cold_page, say):
    cold_page.secrets["ecgkt"] = {"require_login": True}
    text = say(cold_page.run())
    assert "demands a login" in cold_page.error[0].value
    assert "not a medical device" in text
    assert not cold_page.title
    assert not cold_page.get("page_link")
    assert not cold_page.get("file_uploader")


def test_login_is_off_unless_demanded(cold_page):
    cold_page.secrets["ecgkt"] = {"require_login": False}
    assert not cold_page.run().error
    assert cold_page.title


def test_unreadable_secrets_close_the_door(cold_page, tmp_path, monkeypatch):
    from pages.shared import frame

    broken = tmp_path / "secrets.toml"
    broken.write_text("[ecgkt\nrequire_login = true")
    monkeypatch.setattr(frame.st, "get_option", lambda _name: [str(broken)])
    monkeypatch.setattr(frame.st.secrets, "load_if_toml_exists", lambda: False)
    cold_page.run()
    assert "demands a login" in cold_page.error[0].value
    assert not cold_page.title
