"""
The audit file: who did what with which file, one line of JSON each, and no patient.

It is off unless the operator names its place. A line is one write to the file's end,
under a lock, so that servers which append to the same file lose nothing.
"""

import fcntl
import hmac
import logging
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from ecgkt.errors import AuditError
from ecgkt.types.upload import UploadedFile

VARIABLE = "ECGKT_AUDIT"
LOCAL = "local"
"""The user where nobody logs in."""
USER_DIGITS = 32
"""Hexadecimal ones of a user's name in the file: 128 bits, which meet by no chance."""
ACTIONS = {
    "upload": "a file was taken in: it is a recording, or a table to be asked about",
    "refused": "a file was not taken in: it is no recording that can be read",
    "mapped": "a table was read as the user says, column by column",
    "library": "a recording of the library was opened",
    "case": "an ECG of a table of cases was opened",
    "read": "the model read a recording",
    "worklist": "the model read a recording of a worklist",
    "open": "a recording of the worklist was opened by itself",
    "compare": "recordings were held against each other",
    "map": "a score was explained by a map",
    "opinion": "the second opinion was asked",
    "context": "scores were corrected by age and sex, as a second result",
    "over-read": "a mark or words were set on a recording of the worklist",
    "export": "a file was made to be taken away",
}
"""What is written down, and when."""
LOGGER = logging.getLogger("ecgkt.serving")


@dataclass(frozen=True)
class Trail:
    """
    The audit file as one user's actions go into it.

    Attributes
    ----------
    path : pathlib.Path or None
        Of the file; None where the operator wants none: then nothing is written.
    user : str
        `LOCAL`, or what `one_way` makes of a login.
    """

    path: Path | None = None
    user: str = LOCAL

    def check(self) -> None:
        """
        Make sure that the file can be written, before anything is worth a line.

        Raises
        ------
        AuditError
            If it cannot; the log says why, too.
        """
        if self.path is not None:
            with _opened(self.path):
                pass

    def note(
        self, action: str, files: Sequence[str] | None, weights: str | None = None
    ) -> None:
        """
        Append one line, before what it tells of is shown to anybody.

        Parameters
        ----------
        action : str
            A key of `ACTIONS`.
        files : sequence of str or None
            sha256 of each file that was concerned; empty for what is no file, as an ECG
            of a prepared store. None for simulated recordings: nobody's, and no line.
        weights : str or None
            sha256 of the model's weights; None where no model took part.

        Raises
        ------
        AuditError
            If the line could not be written.
        ValueError
            If there is no such action.
        """
        if action not in ACTIONS:
            raise ValueError(f"expected one of {', '.join(ACTIONS)}, got {action!r}")
        if self.path is None or files is None:
            return
        fields = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "user": self.user,
            "action": action,
            "file_sha256": list(files),
            "weights_sha256": weights,
        }
        with _opened(self.path) as handle:
            # Closing lets go of it: another server's line is whole when ours begins.
            fcntl.flock(handle, fcntl.LOCK_EX)
            line = _line_end_missing(handle) + msgspec.json.encode(fields) + b"\n"
            if os.write(handle, line) != len(line):
                raise OSError("No room for a whole line")


OFF = Trail()


def audit_file() -> Path | None:
    """
    Tell which file the operator named in ``ECGKT_AUDIT``.

    Returns
    -------
    pathlib.Path or None
        None if the variable is unset or empty.
    """
    place = os.environ.get(VARIABLE)
    return Path(place) if place else None


def one_way(secret: str, *claims: str) -> str:
    """
    Name a user so that only who has the secret can tell whom a name belongs to.

    Parameters
    ----------
    secret : str
        Of this installation; another one gives other names.
    claims : str
        What a login says of who it is: its provider and the provider's name for them.

    Returns
    -------
    str
        HMAC-SHA256, cut to 32 hexadecimal digits.

    Examples
    --------
    >>> len(one_way("secret", "https://login.example.org", "42"))
    32
    """
    message = msgspec.json.encode(claims)
    return hmac.new(secret.encode(), message, sha256).hexdigest()[:USER_DIGITS]


def hashes_of(files: Iterable[UploadedFile]) -> tuple[str, ...]:
    """Return the sha256 of each file's bytes, as ``sha256sum`` prints it."""
    return tuple(sha256(file.content).hexdigest() for file in files)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Give the file's descriptor; whatever goes wrong is said once, and in the log."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o600)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError("Not a regular file")
            yield handle
        finally:
            os.close(handle)
    except OSError as error:
        message = (
            f"{VARIABLE} must name a file to which a line can be added; found: "
            f"{error.strerror or error}. Nothing is read, compared or given out before "
            "whoever runs this server has mended it."
        )
        LOGGER.error("%s", message)
        raise AuditError(message) from error


def _line_end_missing(handle: int) -> bytes:
    """Return the end of a line that was cut off, by a full disk or a crash."""
    size = os.fstat(handle).st_size
    return b"\n" if size and os.pread(handle, 1, size - 1) != b"\n" else b""
