"""The upload field, and what the user may state about files that do not say it."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile as Upload

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving.client import ServingClient
from ecgkt.serving.upload import UploadedFile
from ecgkt.types.record import EcgRecord
from pages.read_ecg.show_details import show_details
from pages.shared import session
from pages.shared.recording import Failure, SessionRecording, Stated, content_key

UPLOADER = "up"
MEGABYTES = 20
FILES_OF_ONE = 8
"""A recording has no more files than this."""

Files: TypeAlias = Sequence[UploadedFile]


def show_upload(client: ServingClient) -> Stated:
    """
    Take uploads, have them parsed once, hold the recordings and drop the bytes.

    Parameters
    ----------
    client : ServingClient
        Its child processes read the bytes; this one never does.

    Returns
    -------
    Stated
        What the user says of the files.

    Raises
    ------
    OSError
        If no process can be started.
    """
    field, details = st.columns((3, 2), gap="medium")
    with field:
        uploads = st.file_uploader(
            "WFDB (.hea with .dat or .mat), CSV, NumPy, or a zip of one recording",
            accept_multiple_files=True,
            max_upload_size=MEGABYTES,
            key=UPLOADER,
            on_change=session.forget_removed_uploads,
            args=(UPLOADER,),
        )
    with details:
        stated = show_details()
    session.set_listed_uploads(UPLOADER)
    spent = session.get_spent_files()
    fresh = [upload for upload in uploads if upload.file_id not in spent]
    attempt = (stated.fs, stated.unit, *(upload.file_id for upload in fresh))
    if attempt != session.get_attempt():
        with field, st.spinner("Reading the files …"):
            done = parse_uploads(client, fresh, stated)
        left = (u.file_id for u in fresh if u.file_id not in done)
        session.set_attempt((stated.fs, stated.unit, *left))
    return stated


def parse_uploads(
    client: ServingClient, uploads: Sequence[Upload], stated: Stated
) -> set[str]:
    """Hold what can be read of the uploads; return the ids of those now done with."""
    files = [UploadedFile(upload.name, upload.getvalue()) for upload in uploads]
    origin = {id(file): upload for file, upload in zip(files, uploads, strict=True)}
    failures: list[Failure] = []
    batch: list[SessionRecording] = []
    for members, outcome in parse_files(client, files, stated):
        if isinstance(outcome, EcgktError):
            failures.append(Failure(name_of(members), str(outcome)))
            continue
        mine = [origin[id(member)] for member in members]
        batch.append(
            SessionRecording(
                key=content_key((f.content for f in members), *stated[:2]),
                stated=stated,
                name=name_of(members),
                source="upload",
                record=outcome,
                file_ids=frozenset(upload.file_id for upload in mine),
            )
        )
    for held in reversed(batch):
        session.set_held(held)
    session.set_failures("upload", failures)
    done = {file_id for held in batch for file_id in held.file_ids}
    drop_bytes(done)
    return done


def parse_files(
    client: ServingClient, files: Files, stated: Stated
) -> Iterator[tuple[Files, EcgRecord | EcgktError]]:
    """Yield the files of each recording with what came of them."""
    first = parse_one(client, files, stated) if 0 < len(files) <= FILES_OF_ONE else None
    if isinstance(first, EcgRecord):
        # The usual case, one recording, needs no second child to sort the files.
        yield files, first
        return
    try:
        groups = client.group(files) if files else []
    except EcgktError as error:
        yield files, error
        return
    if len(groups) > session.RECORD_LIMIT:
        limit, found = session.RECORD_LIMIT, len(groups)
        text = f"One upload may hold {limit} recordings; found {found}. Upload fewer."
        yield files, RecordError(text)
        return
    bar = st.progress(0.0) if len(groups) > 1 else None
    for place, (_name, members) in enumerate(groups):
        if bar:
            bar.progress(place / len(groups), f"File {place + 1} of {len(groups)} …")
        known = first if len(groups) == 1 else None
        yield members, known or parse_one(client, members, stated)
    if bar:
        bar.empty()


def parse_one(
    client: ServingClient, files: Files, stated: Stated
) -> EcgRecord | EcgktError:
    """Return the one recording in some files, or why there is none."""
    try:
        return client.parse(files, fs=stated.fs, unit=stated.unit)
    except EcgktError as error:
        return error


def name_of(files: Files) -> str:
    """Return what to call a recording: its header's name without any folder."""
    if len(files) > FILES_OF_ONE:
        return f"{len(files)} files"
    names = [file.name.replace("\\", "/").rpartition("/")[2] for file in files]
    return next((name for name in names if name.lower().endswith(".hea")), names[0])


def drop_bytes(file_ids: set[str]) -> None:
    """
    Free the memory of uploads; the browser goes on listing their names.

    Parameters
    ----------
    file_ids : set of str
        Of uploads that are done with.
    """
    # The field hands out copies; these are the originals.
    for upload in session.get_listed_uploads(UPLOADER):
        if upload.file_id in file_ids and isinstance(upload, Upload):
            upload.truncate(0)
    # Streamlit itself would keep the bytes until the session ends.
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file_id in file_ids:
            context.uploaded_file_mgr.remove_file(context.session_id, file_id)
