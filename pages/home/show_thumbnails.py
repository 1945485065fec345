"""The simulated examples as small drawings, each of them one click from its reading."""

from base64 import b64encode

import streamlit as st

from ecgkt.simulate.example import EXAMPLES
from pages.shared.examples import ADDRESS
from pages.shared.html import render
from pages.shared.resources import get_thumbnail

LEADS_SHOWN = {"rbbb": "V1", "lbbb": "V6", "lvh": "V5", "inferior-ste": "III"}
"""Where an example shows best what it is; the others in II."""
IMAGE = '<img class="ek-thumbnail" alt="" src="data:image/svg+xml;base64,{{ svg }}">'
READ = "pages/1_Read_ECG.py"


def show_thumbnails() -> None:
    """Draw every example with its title; the whole of it is the link."""
    with st.container(key="examples"):
        for name, title in EXAMPLES.items():
            with st.container(border=True, gap=None, key=f"example-{name}"):
                svg = get_thumbnail(name, LEADS_SHOWN.get(name, "II"))
                st.html(render(IMAGE, svg=b64encode(svg.encode()).decode()))
                st.page_link(READ, label=title, query_params={ADDRESS: name})
