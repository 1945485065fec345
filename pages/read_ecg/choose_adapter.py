"""Whether scores are those of the model as shipped, or adapted to the site."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.report.model_words import AS_SHIPPED, NOT_BETTER
from ecgkt.serving.site_adapter import adapter_folder, load_site
from pages.shared.text import escape_markdown, show_error


def choose_adapter() -> bool:
    """
    Offer the operator's site adapter, where there is one; off until it is asked for.

    Returns
    -------
    bool
        Whether scores shall be adapted; every one of them says so then.
    """
    folder = adapter_folder()
    if folder is None:
        return False
    try:
        site = load_site(folder)
    except EcgktError as error:
        show_error(str(error))
        return False
    verdict = "" if site.measured.is_better else f" ({NOT_BETTER})"
    return st.toggle(
        f"Scores adapted to {escape_markdown(site.site)}{verdict}",
        key="adapted",
        help=f"{len(site.statements)} statements are changed, as {site.n_records} "
        f"local ECGs teach; see the model card for what that can gain. {AS_SHIPPED}",
        persist_state="session",
    )
