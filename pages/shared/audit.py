"""What this user does, as the operator's audit file gets it; no file, nothing done."""

from collections.abc import Iterable, Sequence
from itertools import chain

import streamlit as st

from ecgkt.errors import AuditError
from ecgkt.serving.audit import LOCAL, Trail, audit_file, hashes_of, one_way
from ecgkt.types.upload import UploadedFile
from pages.shared import session
from pages.shared.recording import SessionRecording
from pages.shared.text import show_error


def get_trail() -> Trail:
    """Return the audit file as this user's actions go into it."""
    path = audit_file()
    return Trail(path, user_id()) if path else Trail()


def user_id() -> str:
    """Name who is logged in; only who has the operator's secret knows whom."""
    if not getattr(st.user, "is_logged_in", False):
        return LOCAL
    secret = str(st.secrets["auth"]["cookie_secret"])
    return one_way(secret, *(str(st.user.get(claim, "")) for claim in ("iss", "sub")))


def check() -> None:
    """
    Stop the page if the audit file that the operator wants cannot be written.

    Raises
    ------
    streamlit.runtime.scriptrunner.StopException
        After the reason was shown.
    """
    try:
        get_trail().check()
    except AuditError as error:
        _stop(error)


def note(action: str, files: Sequence[str] | None, weights: str | None = None) -> None:
    """
    Write down what is about to be shown, or stop the page.

    Parameters
    ----------
    action : str
        A key of `ecgkt.serving.audit.ACTIONS`.
    files : sequence of str or None
        sha256 of the files; None for what is simulated and leaves no line.
    weights : str or None
        sha256 of the model's weights, where it took part.

    Raises
    ------
    streamlit.runtime.scriptrunner.StopException
        If it could not be written, after the reason was shown.
    """
    try:
        get_trail().note(action, files, weights)
    except AuditError as error:
        _stop(error)


def note_files(action: str, files: Iterable[UploadedFile]) -> None:
    """Write down what was done with foreign files; stops as `note`."""
    if audit_file():
        note(action, hashes_of(files))


def note_once(
    action: str, recordings: Sequence[SessionRecording], weights: str | None
) -> None:
    """Write down what a page shows again with every rerun; stops as `note`."""
    done = session.state("audited", set[tuple[object, ...]])
    what = (action, *(held.key for held in recordings), weights)
    if what not in done:
        note(action, files_of(held.file_sha256 for held in recordings), weights)
        done.add(what)


def files_of(
    each: Iterable[tuple[str, ...] | None],
) -> tuple[str, ...] | None:
    """
    Join the files of several recordings.

    Parameters
    ----------
    each : iterable of tuple of str or None
        sha256 of the files of each; None for a simulated one.

    Returns
    -------
    tuple of str or None
        None if all are simulated, or there are none.

    Examples
    --------
    >>> files_of([("a", "b"), None, ("c",)])
    ('a', 'b', 'c')
    """
    real = [files for files in each if files is not None]
    return tuple(chain(*real)) if real else None


def files_held(keys: Iterable[str]) -> tuple[str, ...] | None:
    """Return `files_of` recordings by their keys; what is held no more has no hash."""
    held = (session.get_record(key) for key in keys)
    return files_of(one.file_sha256 if one else () for one in held)


def _stop(error: AuditError) -> None:
    show_error(str(error))
    st.stop()
