"""Home: an ECG to open, examples to look at, and what the tool must not be used for."""

import streamlit as st

from pages.demo import show_demo
from pages.home.show_drop_zone import show_drop_zone
from pages.home.show_live_example import show_live_example
from pages.home.show_purpose import show_purpose
from pages.home.show_thumbnails import READ, show_thumbnails
from pages.shared.frame import frame
from pages.shared.resources import get_client

frame("12-lead ECG reading")
if show_demo.is_asked():
    st.switch_page(READ, query_params=st.query_params.to_dict())

st.markdown(
    "Open a recording and see it **as on paper, in true millimetres**, under one "
    "sentence of what was measured and what a neural network says of it. How far each "
    "of its 71 statements can be trusted stands in the **model card**."
)
client = get_client()
show_drop_zone(client)
st.caption("Or look at a simulated one:")
show_thumbnails()
with st.container(horizontal=True, gap="small"):
    st.page_link(
        "pages/3_Worklist.py",
        label="Read many, critical ones first",
        icon=":material/checklist:",
    )
    st.page_link(
        "pages/2_Compare_ECGs.py",
        label="Compare two of one patient",
        icon=":material/compare_arrows:",
    )
    st.page_link(
        READ,
        label="Show six prepared cases to an audience",
        icon=":material/slideshow:",
        query_params={show_demo.ADDRESS: "1"},
    )
# What takes longest comes where it keeps nobody waiting: the purpose stands below.
example = st.container()
show_purpose()
with example:
    show_live_example(client)
