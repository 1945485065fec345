"""
The long-lived process that holds the model and reads one recording after another.

Started as ``python -m ecgkt.serving.inference_worker`` by `ecgkt.serving.inference`; it
ends when its stdin does.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec
import torch

from ecgkt.errors import CheckpointError, EcgktError
from ecgkt.pipeline.context import read_with_context
from ecgkt.pipeline.explain_record import check_record, explain_record
from ecgkt.pipeline.export_report import export_report
from ecgkt.pipeline.fewer_leads import estimate_missing
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.preprocess.display_filter import display_filter
from ecgkt.report.reading_json import reading_to_dict
from ecgkt.results.model_card import BUNDLED
from ecgkt.serving.case_jobs import find_case, make_case, read_cases
from ecgkt.serving.child_pipes import claim_pipes, error_message
from ecgkt.serving.context_message import context_from_message, result_to_message
from ecgkt.serving.explanation_message import (
    check_from_message,
    explanation_to_message,
    request_from_message,
)
from ecgkt.serving.limits import end_if_orphaned
from ecgkt.serving.protocol import (
    MAX_ANSWER_BYTES,
    Message,
    ReadExactly,
    decode_message,
)
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.serving.report_message import files_to_message, report_from_message

JOB_ERRORS = (
    EcgktError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What one job may raise without ending the worker; torch raises RuntimeError."""

MANY_PASSES = frozenset(("explain", "check", "make_case", "cases"))
"""Jobs of seconds. A reading is as fast on one thread, and two of them take half as
much again of the processor that the pages need."""

ORPHAN_SECONDS = 120
"""A job still running so long after it began has no parent that waits for it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Load the model once, then answer jobs until stdin ends.

    Parameters
    ----------
    arguments : sequence of str, optional
        Of the command line.

    Returns
    -------
    int
        0; 1 if the model could not be loaded, which is also the first answer then.

    Raises
    ------
    SystemExit
        On wrong usage.
    """
    parser = argparse.ArgumentParser(prog="ecgkt.serving.inference_worker")
    parser.add_argument("--model", type=Path, default=BUNDLED, help="model folder")
    parser.add_argument("--adapter", type=Path, help="site adapter's folder")
    parser.add_argument("--threads", type=int, default=4, help="most torch threads")
    parser.add_argument("--nice", type=int, default=0, help="priority given up")
    options = parser.parse_args(arguments)
    os.nice(options.nice)
    read_exactly, answer = claim_pipes()
    n_threads = min(os.cpu_count() or 1, options.threads)
    try:
        reader = Reader.load(options.model, options.adapter)
    except JOB_ERRORS as error:
        answer(error_message(error))
        return 1
    answer(Message({"kind": "ready"}))
    serve(reader, read_exactly, answer, n_threads=n_threads)
    return 0


def serve(
    reader: Reader,
    read_exactly: ReadExactly,
    answer: Callable[[Message], None],
    *,
    n_threads: int = 1,
) -> None:
    """
    Answer jobs until the stream of jobs ends; a failing job does not end it.

    Parameters
    ----------
    reader : Reader
        The pipeline with its model.
    read_exactly : callable
        Gives the next n bytes of the stream.
    answer : callable
        Sends one message.
    n_threads : int, optional
        Of torch, for the jobs that gain by more than one.
    """
    while True:
        try:
            job = decode_message(read_exactly, limit=MAX_ANSWER_BYTES)
        except EOFError:
            return
        end_if_orphaned(ORPHAN_SECONDS)
        token = {"id": job.fields.get("id")}
        torch.set_num_threads(n_threads if job.fields.get("kind") in MANY_PASSES else 1)
        try:
            done = answer_to(job, reader)
            answer(Message({**done.fields, **token}, done.blobs))
        except JOB_ERRORS as error:
            # Also if the answer could not be encoded, for then nothing was sent.
            answer(Message({**error_message(error).fields, **token}))
        end_if_orphaned(0)


def answer_to(job: Message, reader: Reader) -> Message:
    """
    Do one job.

    Parameters
    ----------
    job : Message
        Of kind "read" (with a recording and the fields file, start_s and adapted),
        "explain" (with what `request_to_message` wrote), "check" (with what
        `check_to_message` wrote), "exact" (with a recording and the fields code and
        start_s), "context" (with a recording and the fields context and start_s),
        "filter" (with a recording and the field filter), "estimate" (with a recording
        and the field start_s), "report" (with what `report_to_message` wrote), "ping",
        or one of those in `case_jobs`.
    reader : Reader
        The pipeline with its model.

    Returns
    -------
    Message
        Of kind "reading", "explanation", "checked", "exact", "context", "filtered"
        (with the same recording, as drawn), "estimated" (with estimates in the place of
        missing leads), "report" (files) or "pong".

    Raises
    ------
    EcgktError
        If the recording cannot be read.
    ValueError
        If the kind is unknown or the recording is malformed.
    """
    kind = str(job.fields.get("kind"))
    if kind not in ANSWERS:
        raise ValueError(f"expected a job of kind {', '.join(ANSWERS)}")
    return ANSWERS[kind](job, reader)


def _pong(_job: Message, _reader: Reader) -> Message:
    return Message({"kind": "pong"})


def _read(job: Message, reader: Reader) -> Message:
    file = str(job.fields.get("file", ""))
    record, start_s = record_from_message(job), _start(job)
    is_adapted = job.fields.get("adapted") is True
    reading = reader.read(record, file=file, start_s=start_s, is_adapted=is_adapted)
    return Message({"kind": "reading", "reading": reading_to_dict(reading)})


def _explain(job: Message, reader: Reader) -> Message:
    request, record = request_from_message(job), record_from_message(job)
    explanation = explain_record(reader.bundle, reader.heads, record, request)
    return explanation_to_message(explanation)


def _check(job: Message, reader: Reader) -> Message:
    is_passed = check_record(reader.bundle, reader.heads, *check_from_message(job))
    return Message({"kind": "checked", "passed": is_passed})


def _second_opinion(job: Message, reader: Reader) -> Message:
    if reader.second is None:
        raise CheckpointError("This model folder holds no second opinion.")
    code = str(job.fields.get("code", ""))
    record, start_s = record_from_message(job), _start(job)
    opinion = read_second_opinion(reader.second, record, code, start_s=start_s)
    return Message({"kind": "exact", "opinion": msgspec.to_builtins(opinion)})


def _with_context(job: Message, reader: Reader) -> Message:
    record, context = record_from_message(job), context_from_message(job)
    result = read_with_context(
        reader.bundle, reader.context, record, context, start_s=_start(job)
    )
    return result_to_message(result)


def _start(job: Message) -> float | None:
    """Return the first second that is to be scored; None if that was left open."""
    return msgspec.convert(job.fields.get("start_s"), float | None)


def _filter(job: Message, _reader: Reader) -> Message:
    """Return a recording as it is drawn; the model never sees this."""
    record, name = record_from_message(job), str(job.fields.get("filter", ""))
    signal = display_filter(record.signal, record.fs, name)
    return record_to_message(replace(record, signal=signal), kind="filtered")


def _estimate(job: Message, reader: Reader) -> Message:
    """Return a recording with estimates of missing leads; nothing is read from them."""
    record, start_s = record_from_message(job), _start(job)
    made = estimate_missing(reader.fewer, record, start_s or 0.0)
    return record_to_message(made.record, kind="estimated")


def _report(job: Message, _reader: Reader) -> Message:
    return files_to_message(export_report(*report_from_message(job)))


ANSWERS: dict[str, Callable[[Message, Reader], Message]] = {
    "read": _read,
    "explain": _explain,
    "check": _check,
    "exact": _second_opinion,
    "context": _with_context,
    "filter": _filter,
    "estimate": _estimate,
    "report": _report,
    "case": find_case,
    "make_case": make_case,
    "cases": read_cases,
    "ping": _pong,
}


if __name__ == "__main__":
    sys.exit(main())
