"""What every page begins with: its configuration, the notice, the login, the menu."""

from importlib.util import find_spec
from pathlib import Path

import streamlit as st

import ecgkt
from ecgkt.report.reading_json import INTENDED_USE
from pages.shared import audit, kept
from pages.shared.help import show_help
from pages.shared.html import render
from pages.shared.resources import get_collector

PAGES = Path(__file__).parents[1]
STYLE = Path(__file__).with_name("style.css")
SIDEBAR_WIDTH = 220
"""CSS pixels: at a window of 1280 px the whole 250 mm of paper fit beside it."""
NOTICE = """
<details class="ek-notice"><summary><b>Research use.</b> {{ first }}</summary>
{{ rest }}</details>
"""
ICONS = {
    "app": ":material/home:",
    "1_Read_ECG": ":material/cardiology:",
    "2_Compare_ECGs": ":material/compare_arrows:",
    "3_Worklist": ":material/checklist:",
    "4_Failure_Cases": ":material/troubleshoot:",
    "7_Model_Card": ":material/lab_profile:",
}


def frame(title: str) -> None:
    """
    Begin a page: nothing of it may be shown before this.

    Parameters
    ----------
    title : str
        Heading of the page and, with the tool's name, of the browser tab.

    Raises
    ------
    streamlit.runtime.scriptrunner.StopException
        If the operator demands a login and there is none, or wants an audit file and
        it cannot be written: the page ends here.
    """
    st.set_page_config(
        page_title=f"{title} · ecgkt",
        page_icon="🫀",
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
        # With an entry of its own the menu is there, and in it the choice of the theme.
        menu_items={"About": f"**ecgkt {ecgkt.__version__}.** {INTENDED_USE}"},
    )
    get_collector()
    kept.arrive(title)
    st.html(STYLE)
    first, _, rest = INTENDED_USE.partition(". ")
    with st.container(horizontal=True, gap="small", key="top"):
        st.html(render(NOTICE, first=f"{first}.", rest=rest))
        show_help(title)
    if is_login_demanded():
        require_login()
    audit.check()
    show_menu()
    st.title(title, anchor=False)


def is_login_demanded() -> bool:
    """
    Tell whether the operator's secrets hold ``[ecgkt] require_login = true``.

    Returns
    -------
    bool
        Also true for secrets that exist and cannot be read: doubt closes the door.
    """
    if st.secrets.load_if_toml_exists():
        return bool(st.secrets.get("ecgkt", {}).get("require_login", False))
    return any(Path(path).exists() for path in st.get_option("secrets.files"))


def require_login() -> None:
    """
    Stop the page unless the user is logged in.

    Raises
    ------
    streamlit.runtime.scriptrunner.StopException
        If there is no login, or no way to log in.
    """
    # Without a configured provider `st.user` has no such attribute at all.
    if not hasattr(st.user, "is_logged_in") or find_spec("authlib") is None:
        st.error(
            "This installation demands a login, but none can be made: its operator "
            "must install streamlit[auth] and fill in the section [auth] of "
            "secrets.toml. Until then nothing is shown."
        )
        st.stop()
    if not st.user.is_logged_in:
        st.button("Log in", on_click=st.login, type="primary")
        st.stop()
    st.sidebar.button("Log out", on_click=st.logout, type="tertiary")


def show_menu() -> None:
    """Draw the menu from the files in pages/, so that its first entry is "Home"."""
    with st.sidebar:
        st.page_link("app.py", label="Home", icon=ICONS["app"])
        for path in sorted(PAGES.glob("*.py")):
            label = path.stem.partition("_")[2].replace("_", " ")
            icon = ICONS.get(path.stem, ":material/description:")
            st.page_link(f"pages/{path.name}", label=label, icon=icon)
        st.caption(f"ecgkt {ecgkt.__version__}")
