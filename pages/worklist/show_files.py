"""What a worklist is made of: uploads, the operator's folder, simulated recordings."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile as Upload

from ecgkt.errors import EcgktError
from ecgkt.serving.intake import from_examples, from_library, from_uploads
from ecgkt.serving.library import library_folder, list_library
from ecgkt.simulate.example import EXAMPLES
from ecgkt.types.upload import ARCHIVE_BYTES, LIST_RECORDINGS, MEBIBYTE, UploadedFile
from ecgkt.vocab.formats import READABLE
from pages.shared import audit, listed, session
from pages.shared.show_upload import drop_bytes
from pages.shared.text import show_error

FIELD = f"A zip of recordings, or all their files at once. {READABLE}"


def show_files() -> None:
    """Take recordings: at first by all there is, later behind a switch."""
    is_new = not listed.has_begun()
    if not is_new:
        with st.container(horizontal=True, gap="medium", key="list-head"):
            is_adding = st.toggle("Add recordings", key="list-adding")
            st.button(
                "Forget the list",
                icon=":material/delete_sweep:",
                type="tertiary",
                key="list-forget",
                help="All recordings, readings and over-reads of this list. Export "
                "first what shall be kept.",
                on_click=listed.forget_worklist,
            )
        if not is_adding:
            return
    show_field()
    with st.container(horizontal=True, gap="small"):
        show_library()
        if is_new:
            st.button(
                f"Try it with {len(EXAMPLES)} simulated recordings",
                icon=":material/science:",
                key="list-examples",
                on_click=take_examples,
            )
    if is_new:
        st.info(
            f"Up to {LIST_RECORDINGS:,} recordings become one list: critical ones "
            "stand first, what could not be read is named with its reason. Patients "
            "may be mixed. Nothing is kept on disk: over-reads live in this tab until "
            "you export them."
        )


def show_field() -> None:
    """Draw the upload field; what comes in is taken at once, and the field renewed."""
    renewals = session.state("list-renewals", list[int])
    key = f"list-up-{len(renewals)}"
    uploads = st.file_uploader(
        FIELD,
        accept_multiple_files=True,
        max_upload_size=ARCHIVE_BYTES // MEBIBYTE,
        key=key,
    )
    if uploads:
        take_uploads(uploads, key)
        renewals.append(1)
        st.rerun()


def take_uploads(uploads: Sequence[Upload], key: str) -> None:
    """Give files to the list and let go of the field's copies."""
    files = [UploadedFile(upload.name, upload.getvalue()) for upload in uploads]
    audit.note_files("upload", files)
    listed.get_worklist().add(partial(from_uploads, files=files))
    drop_bytes({upload.file_id for upload in uploads}, key)


def take_examples() -> None:
    """Give the simulated recordings to the list."""
    listed.get_worklist().add(lambda _reader: from_examples(EXAMPLES))


def show_library() -> None:
    """Offer the recordings of the operator's folder, all at once."""
    folder = library_folder()
    if folder is None:
        return
    try:
        entries = list_library(folder)
    except EcgktError as error:
        show_error(str(error))
        return
    st.button(
        f"Take the {len(entries)} of this server's library",
        icon=":material/folder_open:",
        key="list-library",
        disabled=not entries,
        on_click=lambda: listed.get_worklist().add(
            partial(from_library, entries=entries)
        ),
    )
