"""Recordings of the operator's library, held by the session like any other."""

from collections.abc import Sequence
from dataclasses import replace

from ecgkt.errors import RecordError
from ecgkt.serving.audit import hashes_of
from ecgkt.serving.client import ServingClient
from ecgkt.serving.library import LibraryEntry, load_entry
from ecgkt.types.upload import NOTHING_STATED, StatedMetadata, UploadedFile
from pages.shared import ask_mapping, audit, mapping, session
from pages.shared.recording import SessionRecording, content_key


def hold_or_ask(
    client: ServingClient, entry: LibraryEntry, stated: StatedMetadata
) -> SessionRecording | None:
    """
    Return a recording of the library, or ask how its table is read.

    Parameters
    ----------
    client : ServingClient
        Parses it.
    entry : LibraryEntry
        From `list_library`.
    stated : StatedMetadata
        What the user says of its files.

    Returns
    -------
    SessionRecording or None
        None where the user was asked.

    Raises
    ------
    EcgktError
        If it is gone or is no recording that can be read.
    """
    files = load_entry(entry)
    key = content_key((file.content for file in files), stated.without_person)
    waiting = mapping.waiting_of("library")
    if any(question.key == key for question in waiting):
        return None
    for question in waiting:
        mapping.drop_question(question)
    try:
        return _hold(client, entry.name, files, stated)
    except RecordError as error:
        asked = ask_mapping.ask(client, files, stated, error)
        if asked is None:
            raise
    mapping.add_question(replace(asked, source="library", key=key))
    return None


def hold(
    client: ServingClient,
    entry: LibraryEntry,
    stated: StatedMetadata = NOTHING_STATED,
) -> SessionRecording:
    """
    Return a recording of the library, parsed when it is first asked for.

    Parameters
    ----------
    client : ServingClient
        Parses it.
    entry : LibraryEntry
        From `list_library`.
    stated : StatedMetadata, optional
        What the user says of its files.

    Returns
    -------
    SessionRecording

    Raises
    ------
    EcgktError
        If it is gone or is no recording that can be read.
    """
    return _hold(client, entry.name, load_entry(entry), stated)


def _hold(
    client: ServingClient,
    name: str,
    files: Sequence[UploadedFile],
    stated: StatedMetadata,
) -> SessionRecording:
    key = content_key((file.content for file in files), stated.without_person)
    held = session.get_record(key)
    if held is None:
        record = client.parse(files, stated.without_person)
        held = SessionRecording(
            key=key,
            name=name,
            source="library",
            record=record,
            file_sha256=hashes_of(files),
        )
        audit.note("library", held.file_sha256)
        session.set_held(held)
    return held
