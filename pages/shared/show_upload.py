"""The upload field, and what the user may state about files that do not say it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile as Upload

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving.audit import hashes_of
from ecgkt.serving.client import ServingClient
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import LIMITS, MEBIBYTE, StatedMetadata, UploadedFile
from ecgkt.vocab.formats import FORMATS, READABLE
from pages.shared import ask_mapping, audit, mapping, session, shown
from pages.shared.recording import Failure, SessionRecording, content_key
from pages.shared.show_details import show_details

Files: TypeAlias = Sequence[UploadedFile]


def show_upload(client: ServingClient) -> StatedMetadata:
    """
    Take uploads, have them parsed once, hold the recordings and drop the bytes.

    Parameters
    ----------
    client : ServingClient
        Its child processes read the bytes; this one never does.

    Returns
    -------
    StatedMetadata
        What the user says of the files.
    """
    key = shown.uploader_key()
    field, details = st.columns((3, 2), gap="medium")
    with field:
        uploads = st.file_uploader(
            READABLE,
            accept_multiple_files=True,
            max_upload_size=LIMITS.file_bytes // MEBIBYTE,
            key=key,
            on_change=forget_removed,
            args=(key,),
        )
    with details:
        stated = show_details()
    session.set_listed_uploads(key)
    spent = session.get_spent_files()
    fresh = [upload for upload in uploads if upload.file_id not in spent]
    attempt = (stated.without_person, *(upload.file_id for upload in fresh))
    if attempt != session.get_attempt():
        ask_mapping.ask_again(client, stated)
        with field, st.spinner("Reading the files …"):
            done = parse_uploads(client, fresh, stated)
        left = (id_ for id_ in attempt[1:] if id_ not in done)
        session.set_attempt((stated.without_person, *left))
    return stated


def forget_removed(widget_key: str) -> None:
    """Let go of what the user took out of the field, read already or not."""
    listed = {file.file_id for file in session.get_listed_uploads(widget_key)}
    mapping.drop_removed(session.state("listed", set[str]) - listed)
    session.forget_removed_uploads(widget_key)


def parse_uploads(
    client: ServingClient, uploads: Sequence[Upload], stated: StatedMetadata
) -> set[str]:
    """Hold what can be read of the uploads; return the ids of those now done with."""
    files = [UploadedFile(upload.name, upload.getvalue()) for upload in uploads]
    origin = {id(file): upload for file, upload in zip(files, uploads, strict=True)}
    failures: list[Failure] = []
    batch: list[SessionRecording] = []
    asked: set[str] = set()
    for members, outcome in parse_files(client, files, stated):
        question = ask_mapping.ask(client, members, stated, outcome)
        if question:
            ids = {origin[id(member)].file_id for member in members}
            audit.note_files("upload", members)
            mapping.add_question(replace(question, file_ids=frozenset(ids)))
            asked |= ids
            continue
        if isinstance(outcome, EcgktError):
            audit.note_files("refused", members)
            failures.append(Failure(name_of(members), str(outcome)))
            continue
        mine = [origin[id(member)] for member in members]
        batch.append(
            SessionRecording(
                key=content_key(
                    (file.content for file in members), stated.without_person
                ),
                stated=stated,
                name=name_of(members),
                source="upload",
                record=outcome,
                file_sha256=hashes_of(members),
                file_ids=frozenset(upload.file_id for upload in mine),
            )
        )
        mapping.keep_file(batch[-1].key, outcome, members)
    for held in reversed(batch):
        audit.note("upload", held.file_sha256)
        session.set_held(held)
    if batch:
        shown.set_shown(batch[0].key)
        session.set_widget("opening", False)
    session.set_failures("upload", failures)
    done = asked.union(*(held.file_ids for held in batch))
    drop_bytes(done)
    return done


def parse_files(
    client: ServingClient, files: Files, stated: StatedMetadata
) -> Iterator[tuple[Files, EcgRecord | EcgktError]]:
    """Yield the files of each recording with what came of them."""
    is_one = 0 < len(files) <= LIMITS.recording_files
    first = parse_one(client, files, stated) if is_one else None
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
        expected = f"One upload may hold {session.RECORD_LIMIT} recordings"
        text = f"{expected}; found {len(groups)}. Open them as a Worklist."
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
    client: ServingClient, files: Files, stated: StatedMetadata
) -> EcgRecord | EcgktError:
    """Return the one recording in some files, or why there is none."""
    try:
        return client.parse(files, stated.without_person)
    except EcgktError as error:
        return error


def name_of(files: Files) -> str:
    """Return what to call a recording: its header's name without any folder."""
    if len(files) > LIMITS.recording_files:
        return f"{len(files)} files"
    headers = [suffix for row in FORMATS if row.partners for suffix in row.suffixes]
    header = next((file for file in files if file.suffix in headers), files[0])
    return header.base_name


def drop_bytes(file_ids: set[str], widget_key: str = "") -> None:
    """
    Free the memory of uploads; the browser goes on listing their names.

    Parameters
    ----------
    file_ids : set of str
        Of uploads that are done with.
    widget_key : str
        Of their field; the one of single recordings by default.
    """
    # The field hands out copies; these are the originals.
    for upload in session.get_listed_uploads(widget_key or shown.uploader_key()):
        if upload.file_id in file_ids and isinstance(upload, Upload):
            upload.truncate(0)
    # Streamlit itself would keep the bytes until the session ends.
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file_id in file_ids:
            context.uploaded_file_mgr.remove_file(context.session_id, file_id)
