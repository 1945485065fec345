"""Text from outside, made fit to be shown: truncated, and its Markdown escaped."""

import re

import streamlit as st

NAME_LIMIT = 80
MESSAGE_LIMIT = 600
MARKUP = re.compile(r"([\\`*_\[\]<>~$#|!&])")
"""What Markdown, Streamlit's directives included, gives a meaning to."""
LINK = re.compile(r"(?<=\w)(?=://)|(?<=www)(?=\.)|:(?=[a-z])", re.IGNORECASE)
"""Where a bare address or a directive such as ``:red`` would be recognised."""


def truncate(text: str, limit: int = NAME_LIMIT) -> str:
    """Return one line of at most `limit` printable characters."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def escape_markdown(text: str, limit: int = NAME_LIMIT) -> str:
    """
    Make a text safe to stand inside Markdown: it is shown as it is typed.

    Parameters
    ----------
    text : str
        Anything, a client's file name for one.
    limit : int
        Characters shown.

    Returns
    -------
    str
        Markdown without effect: no image, link, colour or HTML.
    """
    escaped = MARKUP.sub(r"\\\1", truncate(text, limit))
    return LINK.sub(lambda match: f"{match.group()}\u2060", escaped)


def show_error(text: str, name: str = "") -> None:
    """Show one failure in one clear sentence, after the name of what failed."""
    about = f"**{escape_markdown(name)}:** " if name else ""
    st.error(about + escape_markdown(text, MESSAGE_LIMIT), icon=":material/error:")
