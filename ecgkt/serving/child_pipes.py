"""A worker's own ends of its pipes."""

import os
import sys
from collections.abc import Callable

from ecgkt.errors import EcgktError
from ecgkt.serving.protocol import (
    MAX_ANSWER_BYTES,
    Message,
    ReadExactly,
    encode_message,
    reader_of,
)

MAX_TEXT = 2000
"""Characters of an error text that travel."""


def claim_pipes() -> tuple[ReadExactly, Callable[[Message], None]]:
    """
    Take stdin for jobs and stdout for answers, and turn stray prints to stderr.

    Returns
    -------
    read_exactly : callable
        Gives the next n bytes of stdin or raises EOFError.
    answer : callable
        Sends one message.

    Raises
    ------
    OSError
        If a standard stream is closed.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def answer(message: Message) -> None:
        if message.n_bytes > MAX_ANSWER_BYTES - 2**20:
            text = "The recording is too long to be shown: export a shorter part of it."
            message = Message({"kind": "error", "error": "RecordError", "text": text})
        for piece in encode_message(message):
            answers.write(piece)
        answers.flush()

    return reader_of(sys.stdin.buffer), answer


def error_message(error: Exception) -> Message:
    """
    Say that a job failed.

    Parameters
    ----------
    error : Exception
        Its class travels; its text only if it is meant for users, for any other may
        hold what a file says of a patient.

    Returns
    -------
    Message
        Of kind "error".
    """
    text = str(error)[:MAX_TEXT] if isinstance(error, EcgktError) else ""
    return Message({"kind": "error", "error": type(error).__name__, "text": text})
