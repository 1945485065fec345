"""A login by OpenID Connect, with a provider on this machine, in a real browser."""

import json
from pathlib import Path

import pytest

from ecgkt.bench.browser import TRACE, free_port, serve, upload
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example
from tests.builders.oidc_provider import CLIENT, SECRET, provide_login

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow
PLACES = ("", "/Read_ECG?example=normal", "/Model_Card", "/Read_ECG?demo=1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("secrets")


@pytest.fixture(scope="module")
def closed(folder):
    """Serve the app as docs/operate.md says."""
    secrets = folder / "secrets.toml"
    port = free_port()
    with provide_login() as provider:
        secrets.write_text(f"""
            [ecgkt]
            require_login = true
            [auth]
            redirect_uri = "http://localhost:{port}/oauth2callback"
            cookie_secret = "a long random text, for a test only"
            client_id = "{CLIENT}"
            client_secret = "{SECRET}"
            server_metadata_url = "{provider}/.well-known/openid-configuration"
        """)
        settings = {
            "STREAMLIT_SECRETS_FILES": str(secrets),
            "ECGKT_AUDIT": str(folder / "audit.jsonl"),
        }
        with serve(ROOT / "app.py", port=port, settings=settings):
            yield f"http://localhost:{port}"


@pytest.fixture
def visitor(browser):
    page = browser.new_page()
    page.set_default_timeout(90_000)
    yield page
    page.close()


def test_nothing_is_shown_before_the_login_and_all_behind_it(
    visitor, closed, folder, tmp_path
):
    for place in PLACES:
        visitor.goto(closed + place)
        visitor.get_by_role("button", name="Log in").wait_for()
        assert "Research use." in visitor.locator(".stMain").inner_text()
        assert visitor.locator(".stHeading, .st-key-ecg, input").count() == 0
    visitor.goto(f"{closed}/Read_ECG?example=normal")
    visitor.get_by_role("button", name="Log in").click()
    visitor.get_by_role("button", name="Log out").wait_for()
    write_wfdb(simulate_example("af"), tmp_path, "a")
    upload(visitor, closed, sorted(map(str, tmp_path.iterdir())))
    text = (folder / "audit.jsonl").read_text()
    (user,) = {json.loads(line)["user"] for line in text.splitlines()}
    assert len(user) == 32
    assert "reader" not in text
    visitor.goto(f"{closed}/Read_ECG?example=normal")
    visitor.locator(TRACE).first.wait_for()
    visitor.get_by_role("button", name="Log out").click()
    visitor.get_by_role("button", name="Log in").wait_for()
    assert visitor.locator(TRACE).count() == 0
