"""The settings that the server takes from .streamlit/config.toml."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WANTED = {
    "global.disableWidgetStateDuplicationWarning": True,
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.maxUploadSize": 100,
    "server.maxMessageSize": 50,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.disconnectedSessionTTL": 120,
    "browser.gatherUsageStats": False,
    "runner.postScriptGC": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.showSidebarNavigation": False,
}
THEMED = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor")


@pytest.fixture(scope="module")
def effective() -> dict:
    """Give all options as a server started in the project's root takes them."""
    names = [*WANTED, *(f"theme.{s}.{n}" for s in ("light", "dark") for n in THEMED)]
    code = f"import streamlit as st\nprint({{n: st.get_option(n) for n in {names}}})"
    command = [sys.executable, "-c", code]
    return eval(subprocess.check_output(command, text=True, cwd=ROOT))


@pytest.mark.parametrize("name", WANTED)
def test_option_is_effective(name, effective):
    assert effective[name] == WANTED[name]


@pytest.mark.parametrize("name", THEMED)
def test_light_and_dark_theme_are_both_set(name, effective):
    light, dark = effective[f"theme.light.{name}"], effective[f"theme.dark.{name}"]
    assert light
    assert dark
    assert light != dark
