"""Read many ECGs and go through them, what needs eyes first."""

import streamlit as st

from pages.read_ecg.show_lost import show_lost
from pages.shared import listed
from pages.shared.frame import frame
from pages.worklist.show_exports import show_exports
from pages.worklist.show_files import show_files
from pages.worklist.show_list import show_list
from pages.worklist.show_reports import show_reports

frame("Worklist")

show_files()
show_list()
with st.container(key="list-exports"):
    is_named = show_exports()
    if is_named is not None:
        show_reports(listed.get_worklist(), is_named=is_named)
show_lost(not listed.is_empty())
