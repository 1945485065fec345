"""One training run on disk: settings, log, checkpoints, and DONE at the end."""

import fcntl
import hashlib
import io
import json
import logging
import os
from pathlib import Path
from typing import Any, TextIO

import torch

from ecgkt.errors import EcgktError
from ecgkt.files import to_json, write_atomically

KEPT = 3
"""Checkpoints kept: should the newest be damaged, an older one serves."""

log = logging.getLogger(__name__)


class RunFolder:
    """
    The folder of one run; a second run in it is refused while this one lives.

    Parameters
    ----------
    folder : pathlib.Path
        Created if need be.
    settings : dict
        What the weights depend on; must equal that of the checkpoints found.
    resume : bool
        Whether checkpoints in the folder may be continued.

    Raises
    ------
    EcgktError
        If the folder cannot be written, is in use, is finished, holds a run that was
        not to be resumed, or a run of other settings or data.
    """

    def __init__(self, folder: Path, settings: dict[str, Any], *, resume: bool) -> None:
        self.folder = folder
        self.settings = settings
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = self._take_lock()
        except OSError as error:
            raise EcgktError(f"cannot write to {folder}: {error.strerror}") from error
        try:
            self._check(resume)
            self._sweep()
            write_atomically({self.folder / "config.json": to_json(settings)})
        except (EcgktError, OSError):
            self.close()
            raise

    def _take_lock(self) -> TextIO:
        file = (self.folder / "lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            message = (
                f"another run is training in {self.folder}: wait or choose another"
            )
            raise EcgktError(message) from error
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    def _check(self, resume: bool) -> None:
        if (self.folder / "DONE").exists():
            raise EcgktError(
                f"the run in {self.folder} is finished: choose another folder"
            )
        stated = self.folder / "config.json"
        if not stated.exists():
            return
        if not resume:
            message = (
                f"{self.folder} holds an unfinished run: add --resume or choose another"
            )
            raise EcgktError(message)
        before = json.loads(stated.read_text(encoding="utf-8"))
        now = json.loads(to_json(self.settings))
        other = sorted(k for k in {*before, *now} if before.get(k) != now.get(k))
        if other:
            raise EcgktError(
                f"the run in {self.folder} was begun with another {', '.join(other)}: "
                "its checkpoints do not fit; choose another folder"
            )

    def _sweep(self) -> None:
        for stale in self.folder.glob(".*.tmp"):
            stale.unlink()

    def close(self) -> None:
        """Let other runs use the folder."""
        self._lock.close()

    def write_log(self, entry: dict[str, Any]) -> None:
        """Append one line of JSON and bring it to the disk."""
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()

    def save(self, step: int, state: dict[str, Any]) -> None:
        """
        Write a checkpoint, then drop the oldest beyond `KEPT`.

        Parameters
        ----------
        step : int
            Steps done.
        state : dict
            Tensors and plain types only.

        Raises
        ------
        EcgktError
            If the disk is full; older checkpoints are untouched.
        """
        buffer = io.BytesIO()
        torch.save(state, buffer)
        content = buffer.getvalue()
        path = self.folder / f"step-{step:08d}.pt"
        digest = hashlib.sha256(content).hexdigest().encode()
        try:
            write_atomically({path: content, path.with_suffix(".sha256"): digest})
        except OSError as error:
            raise EcgktError(f"cannot save a checkpoint: {error.strerror}") from error
        for old in sorted(self.folder.glob("step-*.pt"))[:-KEPT]:
            old.unlink()
            old.with_suffix(".sha256").unlink(missing_ok=True)

    def load_newest(self) -> dict[str, Any] | None:
        """
        Load the newest checkpoint whose bytes are as they were written.

        Returns
        -------
        dict or None
            None if there is no checkpoint yet.

        Raises
        ------
        EcgktError
            If there are checkpoints and all are damaged.
        """
        paths = sorted(self.folder.glob("step-*.pt"), reverse=True)
        for path in paths:
            content = path.read_bytes()
            stated = path.with_suffix(".sha256")
            digest = hashlib.sha256(content).hexdigest()
            if stated.exists() and stated.read_text(encoding="utf-8") == digest:
                state: dict[str, Any] = torch.load(
                    io.BytesIO(content), weights_only=True
                )
                return state
            log.warning("%s is damaged; the one before it is used", path.name)
        if paths:
            raise EcgktError(
                f"all checkpoints in {self.folder} are damaged: begin anew"
            )
        return None

    def finish(self, artefacts: dict[str, bytes], summary: dict[str, Any]) -> None:
        """
        Write the results, and DONE with their hashes.

        Parameters
        ----------
        artefacts : dict of bytes
            File name to content.
        summary : dict
            What to say of the run.
        """
        write_atomically({self.folder / name: data for name, data in artefacts.items()})
        hashes = {
            name: hashlib.sha256(data).hexdigest() for name, data in artefacts.items()
        }
        write_atomically({self.folder / "DONE": to_json({**summary, "sha256": hashes})})
