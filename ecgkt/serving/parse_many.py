"""Jobs of many recordings for the parsing children: what is asked, what comes back."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from ecgkt.errors import EcgktError, RecordError
from ecgkt.serving.parser_pool import ADVICE, ParserPool
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import n_blobs, record_from_message
from ecgkt.serving.stated_message import layout_from_message, stated_to_fields
from ecgkt.serving.validate_answer import groups_of, parse_error, validated
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import (
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    UploadedRecording,
    check_list_size,
)
from ecgkt.vocab.formats import FORMATS

Outcome = EcgRecord | EcgktError
TABLES = frozenset(s for row in FORMATS if row.is_mapped for s in row.suffixes)
"""Only what is called so is looked at once more: a child costs half a second."""
MAX_NAME = 255
"""Characters of a file name that reach the reader, which pairs files by name."""


class Unpacked(NamedTuple):
    """Files out of some uploads, and the name and reason of what could not be one."""

    files: list[UploadedFile]
    failures: list[tuple[str, str]]


class _Members(msgspec.Struct):
    """What a child says of an archive's members."""

    names: list[str]
    failures: list[tuple[str, str]]
    following: int | None


def parse_many(
    pool: ParserPool,
    groups: Sequence[Sequence[UploadedFile]],
    stated: StatedMetadata = NOTHING_STATED,
) -> list[Outcome]:
    """
    Parse several recordings in one child, and each alone where that child fails.

    A child costs more than a recording: many small ones share it. They come from one
    user, and a file that ends the child costs its neighbours nothing but time.

    Parameters
    ----------
    pool : ParserPool
        Gives the children.
    groups : sequence of sequence of UploadedFile
        The files of each recording.
    stated : StatedMetadata
        What the files may not state.

    Returns
    -------
    list
        Of each recording itself, or the error that says what is wrong with it.
    """
    try:
        return _ask(pool, groups, stated)
    except EcgktError as error:
        if len(groups) == 1:
            return [error]
    return [parse_many(pool, [group], stated)[0] for group in groups]


def _ask(
    pool: ParserPool, groups: Sequence[Sequence[UploadedFile]], stated: StatedMetadata
) -> list[Outcome]:
    files = [file for group in groups for file in group]
    places = iter(range(len(files)))
    fields = {
        "stated": stated_to_fields(stated),
        "groups": [[next(places) for _file in group] for group in groups],
    }
    answer = pool.ask(_job("parse_many", files, **fields))

    def unpack(answer: Message) -> list[Outcome]:
        told = msgspec.convert(answer.fields.get("records"), list[dict[str, Any]])
        if len(told) != len(groups):
            raise ValueError("expected an answer for each recording")
        blobs = iter(answer.blobs)
        outcomes = [_outcome(fields, blobs) for fields in told]
        if next(blobs, None) is not None:
            # One blob too many, and a signal may stand under another's name.
            raise ValueError("expected no more signals than recordings")
        return outcomes

    return validated(answer, unpack)


def _outcome(fields: dict[str, Any], blobs: Iterator[bytes]) -> Outcome:
    if fields.get("kind") == "error":
        return parse_error(Message(fields))
    try:
        mine = tuple(islice(blobs, n_blobs(fields)))
        return record_from_message(Message(fields, mine))
    except ValueError:
        return RecordError(f"The reader gave no valid answer for this file. {ADVICE}")


def leaves_open(pool: ParserPool, file: UploadedFile) -> bool:
    """
    Tell whether a file that could not be read is a table that needs the user's word.

    Parameters
    ----------
    pool : ParserPool
        Gives the child that looks at it.
    file : UploadedFile
        Of one recording.

    Returns
    -------
    bool
        False for what is no table, and for one that cannot be taken apart.
    """
    if file.suffix not in TABLES:
        return False
    job = _job("layout", [file], stated=stated_to_fields(NOTHING_STATED))
    try:
        return bool(validated(pool.ask(job), layout_from_message).doubts)
    except EcgktError:
        return False


def unpack_archives(pool: ParserPool, files: Sequence[UploadedFile]) -> Unpacked:
    """
    Take archives apart, a portion at a time in a child of its own.

    Parameters
    ----------
    pool : ParserPool
        Gives the children.
    files : sequence of UploadedFile
        Uploads of any kind.

    Returns
    -------
    Unpacked
        What is no archive stays as it is; an archive that cannot be opened is a
        failure.
    """
    opened = Unpacked([], [])
    for file in files:
        if not file.content.startswith(b"PK"):
            opened.files.append(file)
            continue
        try:
            _unpack(pool, file, opened)
        except EcgktError as error:
            opened.failures.append((file.name, str(error)))
    return opened


def _unpack(pool: ParserPool, file: UploadedFile, opened: Unpacked) -> None:
    n_before = len(opened.files) + len(opened.failures)
    following: int | None = 0
    while following is not None:
        first = following
        answer = pool.ask(_job("unzip", [file], first=first))
        members = validated(answer, _members_of)
        following = members.following
        if following is not None and following <= first:
            raise RecordError(f"The reader gave no valid answer. {ADVICE}")
        named = zip(members.names, answer.blobs, strict=True)
        fresh = [UploadedFile(name, content) for name, content in named]
        opened.failures.extend(members.failures)
        if fresh:
            check_list_size([*opened.files, *fresh])
        opened.files.extend(fresh)
    if len(opened.files) + len(opened.failures) == n_before:
        opened.failures.append(
            (file.name, "The zip archive holds no recording: pack the files again.")
        )


def _members_of(answer: Message) -> _Members:
    members = msgspec.convert(answer.fields, _Members)
    if len(members.names) != len(answer.blobs):
        raise ValueError("expected a name for each member")
    return members


def group_many(
    pool: ParserPool, files: Sequence[UploadedFile]
) -> list[UploadedRecording]:
    """
    Sort the files of a worklist into recordings, in a child process.

    Parameters
    ----------
    pool : ParserPool
        Gives the child.
    files : sequence of UploadedFile
        As many as a worklist takes at a time.

    Returns
    -------
    list of UploadedRecording
        Their names are untrusted, and cut.

    Raises
    ------
    RecordError
        If there are too many, or the child fails.
    ServingError
        If no child is to be had.
    """
    check_list_size(files)
    return validated(pool.ask(_job("group", files)), lambda a: groups_of(a, files))


def _job(kind: str, files: Sequence[UploadedFile], **fields: object) -> Message:
    names = [file.name[:MAX_NAME] for file in files]
    blobs = tuple(file.content for file in files)
    return Message({"kind": kind, "names": names, **fields}, blobs)
