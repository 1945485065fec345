"""Asking which column is which lead, and reading a table by the answer."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import structs

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving.audit import hashes_of
from ecgkt.serving.client import ServingClient
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableLayout, TableMap
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from pages.shared import audit, listed, mapping, session, shown
from pages.shared.mapping import Question
from pages.shared.recording import SessionRecording, content_key


def ask(
    client: ServingClient,
    files: Sequence[UploadedFile],
    stated: StatedMetadata,
    outcome: EcgRecord | EcgktError,
) -> Question | None:
    """
    Make a question of a table that could not be read, or only by guessing.

    Parameters
    ----------
    client : ServingClient
        Its child processes look at the bytes; this one never does.
    files : sequence of UploadedFile
        Of one recording.
    stated : StatedMetadata
        What the user says of the files.
    outcome : EcgRecord or EcgktError
        What came of reading it.

    Returns
    -------
    Question or None
        None if it is no table, nothing of it is open, or too much waits already.
    """
    is_guess = isinstance(outcome, EcgRecord) and outcome.is_order_assumed
    if len(files) != 1 or not (is_guess or isinstance(outcome, RecordError)):
        return None
    if mapping.n_waiting_bytes() + len(files[0].content) > LIMITS.file_bytes:
        return None
    try:
        layout = client.layout(files, stated.without_person)
    except EcgktError:
        return None
    if not layout.doubts:
        return None
    return Question(
        name=files[0].base_name, file=files[0], layout=layout, stated=stated
    )


def ask_again(client: ServingClient, stated: StatedMetadata) -> None:
    """Read what waits once more where the user has stated something since."""
    waiting = mapping.get_questions()
    for question in [one for one in waiting if one.is_older_than(stated)]:
        waiting.remove(question)
        outcome: EcgRecord | EcgktError
        try:
            outcome = client.parse([question.file], stated.without_person)
        except EcgktError as error:
            outcome = error
        asked = ask(client, [question.file], stated, outcome)
        if isinstance(outcome, EcgRecord) and not asked:
            audit.note_files("mapped", [question.file])
            _hold(question, stated, outcome)
        else:
            again = asked or replace(question, reason=str(outcome), stated=stated)
            waiting.append(replace(again, file_ids=question.file_ids))


def look_again(client: ServingClient, question: Question, wish: TableMap) -> None:
    """Take the table apart in another way, which the user knows better."""
    stated = replace(question.stated.without_person, map=wish)
    try:
        layout, reason = client.layout([question.file], stated), ""
    except EcgktError as error:
        layout, reason = question.layout, str(error)
    revision = question.revision + 1
    mapping.put_back(replace(question, layout=layout, reason=reason, revision=revision))


def answer(client: ServingClient, question: Question, mapped: TableMap) -> None:
    """Read a table as the user says; what is wrong is said above its fields."""
    said = replace(question.stated, fs=None, unit=None, map=mapped)
    try:
        record = client.parse([question.file], said.without_person)
    except EcgktError as error:
        mapping.put_back(replace(question, reason=str(error)))
        return
    audit.note_files("mapped", [question.file])
    mapping.drop_question(question)
    if question.source == listed.SOURCE:
        listed.get_worklist().answer(question.key, record)
        listed.go_back()
        return
    if question.replaces:
        session.forget(question.replaces)
    _hold(question, said, record)


def leave(question: Question) -> None:
    """Ask no more; a file of the library is chosen no more, a row is gone back to."""
    mapping.drop_question(question)
    if question.source == listed.SOURCE:
        listed.go_back()
    elif question.source == "library" and not question.replaces:
        session.set_widget("library", None)


def _hold(question: Question, stated: StatedMetadata, record: EcgRecord) -> None:
    held = SessionRecording(
        key=question.key or content_key([question.file.content], stated.without_person),
        name=question.name,
        source=question.source,
        record=record,
        file_sha256=hashes_of([question.file]),
        stated=stated,
        file_ids=question.file_ids,
    )
    session.set_held(held)
    mapping.keep_file(held.key, record, [question.file])
    if held.source == "upload":
        shown.set_shown(held.key)
    session.set_widget("opening", False)


def reopen(client: ServingClient, held: SessionRecording) -> None:
    """Ask again how a table is read, beginning with how it was."""
    file = mapping.kept_file(held.key)
    try:
        layout = client.layout([file], held.stated.without_person)
    except EcgktError:
        return
    if held.stated.map:
        layout = _with_answer(layout, held.stated.map)
    question = Question(
        name=held.name,
        file=file,
        layout=layout,
        stated=held.stated,
        file_ids=held.file_ids,
        replaces=held.key,
        source=held.source,
        key="" if held.source == "upload" else held.key,
    )
    for one in [one for one in mapping.get_questions() if one.replaces == held.key]:
        mapping.drop_question(one)
    mapping.add_question(question, is_first=True)


def _with_answer(layout: TableLayout, given: TableMap) -> TableLayout:
    changes = {"columns": given.columns, "fs": given.fs, "unit": given.unit}
    answered = structs.replace(layout.map, **changes)
    return structs.replace(layout, map=answered, doubts=())
