"""One log line per job: nothing of the patient is in it."""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ecgkt.errors import EcgktError
from ecgkt.serving.protocol import Message

LOGGER = logging.getLogger("ecgkt.serving")


@contextmanager
def logged(kind: str, job: Message) -> Iterator[None]:
    """
    Log a job's random id, size, duration and error class.

    Parameters
    ----------
    kind : str
        What the job is.
    job : Message
        Only its size is looked at.

    Yields
    ------
    None

    Raises
    ------
    EcgktError
        Whatever the job raises, passed on.
    """
    request_id, start, outcome = secrets.token_hex(4), time.monotonic(), "done"
    try:
        yield
    except EcgktError as error:
        outcome = type(error).__name__
        raise
    finally:
        seconds = time.monotonic() - start
        LOGGER.info(
            "%s %s: %d bytes, %.3f s, %s",
            request_id,
            kind,
            job.n_bytes,
            seconds,
            outcome,
        )
