"""
What pages call: foreign files and recordings in, records and readings out.

All work happens in other processes, and this module loads neither torch nor a reader.
One client serves all threads of a server.
"""

import atexit
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from ecgkt.attribution import Explanation
from ecgkt.config import ServingConfig
from ecgkt.errors import RecordError, ServingError
from ecgkt.reading import Reading
from ecgkt.record import EcgRecord
from ecgkt.report.reading_json import reading_from_dict
from ecgkt.serving.child_process import worker_command
from ecgkt.serving.explanation_message import (
    Question,
    explanation_from_message,
    question_to_message,
)
from ecgkt.serving.inference import InferenceWorker
from ecgkt.serving.job_log import logged
from ecgkt.serving.parsing import ADVICE, ParseChildren
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.serving.upload import (
    UploadedFile,
    check_batch_size,
    check_recording_size,
)

MAX_NAME = 255
"""Characters of a file name that reach the reader, which pairs files by name."""

SHOWN_NAME = 80
T = TypeVar("T")


class ServingClient:
    """
    The door to the worker processes.

    Parameters
    ----------
    config : ServingConfig, optional
        Deadlines and numbers.
    model : pathlib.Path, optional
        Folder of the model, chosen by the operator and never by a browser; the bundled
        one by default.
    parse_command, read_command : sequence of str, optional
        Other programs in the place of the workers, for tests.

    Examples
    --------
    >>> with ServingClient() as client:
    ...     client.queue_length
    0
    """

    def __init__(
        self,
        config: ServingConfig | None = None,
        *,
        model: Path | None = None,
        parse_command: Sequence[str] | None = None,
        read_command: Sequence[str] | None = None,
    ) -> None:
        config = config or ServingConfig()
        arguments = ["--threads", str(config.max_threads)]
        if model is not None:
            arguments += ["--model", str(model.absolute())]
        self._parsing = ParseChildren(
            parse_command or worker_command("parse_child"), config
        )
        self._inference = InferenceWorker(
            read_command or worker_command("inference_worker", *arguments), config
        )
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def queue_length(self) -> int:
        """Readings at work and waiting."""
        return self._inference.queue_length

    @property
    def is_ready(self) -> bool:
        """Whether the model is loaded; a reading asked for earlier waits for it."""
        return self._inference.is_ready

    def warm(self) -> None:
        """Start the workers in the background, so that the first user need not wait."""
        self._parsing.prepare_spare()
        self._inference.warm()

    def parse(
        self,
        files: Sequence[UploadedFile],
        *,
        fs: float | None = None,
        unit: str | None = None,
        age: float | None = None,
    ) -> EcgRecord:
        """
        Parse the files of one recording in a child process.

        Parameters
        ----------
        files : sequence of UploadedFile
            1 to 8 files, or one zip.
        fs : float, optional
            Hz, for formats that do not state it.
        unit : str, optional
            "mV", "uV" or "V", for formats that do not state it.
        age : float, optional
            Years.

        Returns
        -------
        EcgRecord
            Its texts are untrusted.

        Raises
        ------
        RecordError
            If the files are no recording, too large or too slow to read.
        ServingError
            If no child is to be had.
        """
        check_recording_size(files)
        fields = {"kind": "parse", "fs": fs, "unit": unit, "age": age}
        return self._ask_parser(fields, files, record_from_message)

    def group(
        self, files: Sequence[UploadedFile]
    ) -> list[tuple[str, tuple[UploadedFile, ...]]]:
        """
        Sort many files into recordings, in a child process.

        Parameters
        ----------
        files : sequence of UploadedFile
            All that one upload brought.

        Returns
        -------
        list of tuple of str and tuple of UploadedFile
            Name to show (untrusted, cut) and files of each recording.

        Raises
        ------
        RecordError
            If the upload is beyond its limits or its headers cannot be read.
        ServingError
            If no child is to be had.
        """
        check_batch_size(files)

        def unpack(answer: Message) -> list[tuple[str, tuple[UploadedFile, ...]]]:
            return [
                (name, tuple(files[place] for place in places))
                for name, places in _groups(answer, len(files))
            ]

        return self._ask_parser({"kind": "group"}, files, unpack)

    def read(self, record: EcgRecord, *, file: str = "") -> Reading:
        """
        Let the model read one recording.

        Parameters
        ----------
        record : EcgRecord
            From `parse` or the simulator.
        file : str
            Name to show in the reading.

        Returns
        -------
        Reading
            As the pipeline gives it.

        Raises
        ------
        RecordError
            If the recording cannot be read.
        CheckpointError
            If the model folder is incomplete or damaged.
        ServingError
            If the queue is full or the worker failed; the same call may succeed later.
        """
        job = record_to_message(record, kind="read", file=file[:MAX_NAME])
        with logged("read", job):
            answer = self._inference.ask(job)
            try:
                return reading_from_dict(answer.fields["reading"])
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                message = "The inference worker gave no valid reading; try again."
                raise ServingError(message) from error

    def explain(self, record: EcgRecord, question: Question) -> Explanation:
        """
        Let the worker say what moved one score, and check its answer on the recording.

        Parameters
        ----------
        record : EcgRecord
            As it was read.
        question : Question
            Which score, by which method, against which baseline.

        Returns
        -------
        Explanation

        Raises
        ------
        RecordError
            If the recording is refused: it has no scores.
        ServingError
            If the queue is full or the worker failed; the same call may succeed later.
        """
        job = question_to_message(record, question)
        with logged("explain", job):
            answer = self._inference.ask(job)
            try:
                return explanation_from_message(answer)
            except ValueError as error:
                message = "The inference worker gave no valid explanation; try again."
                raise ServingError(message) from error

    def close(self) -> None:
        """End all workers; calls in progress fail with an EcgktError."""
        atexit.unregister(self.close)
        self._parsing.close()
        self._inference.close()

    def _ask_parser(
        self,
        fields: dict[str, Any],
        files: Sequence[UploadedFile],
        unpack: Callable[[Message], T],
    ) -> T:
        names = [file.name[:MAX_NAME] for file in files]
        blobs = tuple(file.content for file in files)
        job = Message({**fields, "names": names}, blobs)
        with logged(fields["kind"], job):
            answer = self._parsing.ask(job)
            if answer.fields.get("kind") == "error":
                raise _parse_error(answer)
            try:
                return unpack(answer)
            except ValueError as error:
                message = f"The reader gave no valid answer for this file. {ADVICE}"
                raise RecordError(message) from error


def _parse_error(answer: Message) -> RecordError:
    text = answer.fields.get("text")
    if answer.fields.get("error") == "RecordError" and isinstance(text, str) and text:
        return RecordError(text[:2000])
    return RecordError(f"The file needs more memory than a recording may. {ADVICE}")


def _groups(answer: Message, n_files: int) -> Iterator[tuple[str, list[int]]]:
    groups = answer.fields.get("groups")
    if not isinstance(groups, list):
        raise ValueError("expected a list of groups")
    used: set[int] = set()
    for group in groups:
        if not isinstance(group, dict) or not isinstance(group.get("files"), list):
            raise ValueError("expected groups of a name and files")
        places = group["files"]
        for place in places:
            if type(place) is not int or not 0 <= place < n_files or place in used:
                raise ValueError("expected each place of a file at most once")
            used.add(place)
        yield str(group.get("name"))[:SHOWN_NAME], places
