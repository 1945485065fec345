"""The help of every page: a button beside the notice, and the key "?"."""

from pathlib import Path

import streamlit as st

from pages.shared.help_texts import EVERYWHERE, HELP, SHEET
from pages.shared.html import render

HERE = Path(__file__).parent
PANEL = """
<button type="button" class="opener" aria-haspopup="dialog">Help</button>
<dialog aria-labelledby="help-title">
<h2 id="help-title">{{ title }}</h2>
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
<dl>
{% for key, words in keys %}<dt>{{ key }}</dt><dd>{{ words }}</dd>{% endfor %}
</dl>
<form method="dialog"><button>Close</button></form>
</dialog>
"""
_help = st.components.v2.component(
    "ecgkt_help",
    html='<div class="help"></div>',
    css=(HERE / "help.css").read_text(encoding="utf-8"),
    js=(HERE / "help.js").read_text(encoding="utf-8"),
)


def show_help(title: str) -> None:
    """Draw the button that opens a page's help; nothing on a page without one."""
    page = HELP.get(title)
    if page is None:
        return
    keys = (*EVERYWHERE, *page.keys, *(SHEET if page.has_sheet else ()))
    html = render(PANEL, title=title, lines=page.lines, keys=keys)
    with st.container(key="help"):
        _help(data={"html": str(html)}, key="help-panel")
