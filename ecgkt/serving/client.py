"""
What pages call: foreign files and recordings in, records and readings out.

All work happens in other processes, and this module loads neither torch nor a reader.
One client serves all threads of a server.
"""

import atexit
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from ecgkt.config import ServingConfig
from ecgkt.errors import ServingError
from ecgkt.report.reading_json import reading_from_dict
from ecgkt.serving.child_process import worker_command
from ecgkt.serving.explanation_message import (
    check_to_message,
    explanation_from_message,
    request_to_message,
)
from ecgkt.serving.inference import InferenceWorker
from ecgkt.serving.job_log import logged
from ecgkt.serving.parser_pool import ParserPool
from ecgkt.serving.protocol import Message, decode_signal
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.serving.report_message import files_from_message, report_to_message
from ecgkt.serving.stated_message import layout_from_message, stated_to_fields
from ecgkt.serving.validate_answer import groups_of, validated
from ecgkt.types.explanation import Explanation, ExplanationRequest
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.second_opinion import SecondOpinionReading
from ecgkt.types.table_map import TableLayout
from ecgkt.types.upload import (
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    UploadedRecording,
    check_batch_size,
    check_recording_size,
)

MAX_NAME = 255
"""Characters of a file name that reach the reader, which pairs files by name."""

WAIT_ASLEEP = {"GOMP_SPINCOUNT": "1000", "OPENBLAS_NUM_THREADS": "1"}
"""A thread that spins until it has work takes the processor from the pages; one that
never spins is woken for each of a map's thousand small steps: 0.6 s more a map."""

T = TypeVar("T")


class ServingClient:
    """
    The door to the worker processes.

    Parameters
    ----------
    config : ServingConfig, optional
        Deadlines and numbers.
    model : pathlib.Path, optional
        The operator's model folder; the bundled one by default.
    adapter : pathlib.Path, optional
        The operator's site adapter; without one no adapted scores are to be had.
    parse_command, read_command : sequence of str, optional
        Other programs in the place of the workers, for tests.
    """

    def __init__(
        self,
        config: ServingConfig | None = None,
        *,
        model: Path | None = None,
        adapter: Path | None = None,
        parse_command: Sequence[str] | None = None,
        read_command: Sequence[str] | None = None,
    ) -> None:
        config = config or ServingConfig()
        arguments = ["--threads", str(config.max_threads)]
        if model is not None:
            arguments += ["--model", str(model.absolute())]
        if adapter is not None:
            arguments += ["--adapter", str(adapter.absolute())]
        self._parsing = ParserPool(
            parse_command or worker_command("parser_worker"), config
        )
        self._inference = InferenceWorker(
            read_command or worker_command("inference_worker", *arguments),
            config,
            WAIT_ASLEEP,
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
        self._parsing.warm()
        self._inference.warm()

    def parse(
        self, files: Sequence[UploadedFile], stated: StatedMetadata = NOTHING_STATED
    ) -> EcgRecord:
        """
        Parse the files of one recording in a child process.

        Parameters
        ----------
        files : sequence of UploadedFile
            The files of one recording, or one zip.
        stated : StatedMetadata, optional
            What the files may not state.

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
        fields = {"kind": "parse", "stated": stated_to_fields(stated)}
        return self._ask_parser(fields, files, record_from_message)

    def layout(
        self, files: Sequence[UploadedFile], stated: StatedMetadata = NOTHING_STATED
    ) -> TableLayout:
        """Look at a table or an array without reading it yet; fails as `parse`."""
        check_recording_size(files)
        fields = {"kind": "layout", "stated": stated_to_fields(stated)}
        return self._ask_parser(fields, files, layout_from_message)

    def group(self, files: Sequence[UploadedFile]) -> list[UploadedRecording]:
        """
        Sort many files into recordings, in a child process.

        Parameters
        ----------
        files : sequence of UploadedFile
            All that one upload brought.

        Returns
        -------
        list of UploadedRecording
            Their names are untrusted, and cut.

        Raises
        ------
        RecordError
            If the upload is beyond its limits or its headers cannot be read.
        ServingError
            If no child is to be had.
        """
        check_batch_size(files)
        return self._ask_parser(
            {"kind": "group"}, files, lambda answer: groups_of(answer, files)
        )

    def read(
        self,
        record: EcgRecord,
        *,
        file: str = "",
        start_s: float | None = None,
        is_adapted: bool = False,
    ) -> Reading:
        """
        Let the model read one recording.

        Parameters
        ----------
        record : EcgRecord
            From `parse` or the simulator.
        file : str
            Name to show in the reading.
        start_s : float or None
            First second of those that are scored; None for the first clean ones.
        is_adapted : bool
            Whether the operator's site adapter changes the scores.

        Returns
        -------
        Reading
            As the pipeline gives it.

        Raises
        ------
        RecordError
            If the recording cannot be read.
        CheckpointError
            If the model folder or the adapter is incomplete, damaged or of another.
        ServingError
            If the queue is full or the worker failed; the same call may succeed later.
        """
        fields = {"file": file[:MAX_NAME], "start_s": start_s, "adapted": is_adapted}
        job = record_to_message(record, kind="read", **fields)
        return self.ask(
            job, lambda answer: reading_from_dict(answer.fields["reading"]), "reading"
        )

    def explain(self, record: EcgRecord, request: ExplanationRequest) -> Explanation:
        """Let the worker say what moved one score; fails as `read`."""
        job = request_to_message(record, request)
        return self.ask(job, explanation_from_message, "explanation")

    def check(
        self, record: EcgRecord, request: ExplanationRequest, bands: Signal
    ) -> bool:
        """Have a map's deletion check made; fails as `explain`."""
        job = check_to_message(record, request, bands)
        return self.ask(job, _field("passed", bool), "check")

    def second_opinion(
        self, record: EcgRecord, code: str, *, start_s: float
    ) -> SecondOpinionReading:
        """Ask the second opinion of a window and have one statement taken apart."""
        job = record_to_message(record, kind="exact", code=code, start_s=start_s)
        unpack = _field("opinion", SecondOpinionReading)
        return self.ask(job, unpack, "opinion")

    def filtered(self, record: EcgRecord, name: str) -> EcgRecord:
        """
        Have a recording smoothed for the eye; what `read` says knows nothing of it.

        The name is of a filter in `display_filters`; a ServingError as `read`.
        """

        def unpack(answer: Message) -> EcgRecord:
            signal = decode_signal(answer.blobs[0])
            if signal.shape != record.signal.shape:
                raise ValueError("another shape")
            return replace(record, signal=signal)

        job = record_to_message(record, kind="filter", filter=name)
        return self.ask(job, unpack, "drawing")

    def report(
        self, record: EcgRecord, reading: Reading, wish: ReportWish
    ) -> dict[str, bytes]:
        """Have reports written, by file name; fails as `read`."""
        job = report_to_message(record, reading, wish)
        return self.ask(job, files_from_message, "report")

    def close(self) -> None:
        """End all workers; calls in progress fail with an EcgktError."""
        atexit.unregister(self.close)
        self._parsing.close()
        self._inference.close()

    def ask(self, job: Message, unpack: Callable[[Message], T], what: str) -> T:
        """Give the worker any job; fails as `read`, naming what is wanted."""
        with logged(str(job.fields["kind"]), job):
            answer = self._inference.ask(job)
            try:
                return unpack(answer)
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                message = f"The inference worker gave no valid {what}; try again."
                raise ServingError(message) from error

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
            return validated(self._parsing.ask(job), unpack)


def _field(name: str, kind: type[T]) -> Callable[[Message], T]:
    return lambda answer: msgspec.convert(answer.fields[name], kind)
