"""A question about one score as a message, and its answer, every field checked."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from ecgkt.serving.protocol import Message, decode_signal, encode_signal
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.explanation import (
    BASELINES,
    METHODS,
    Agreement,
    Explanation,
    TargetName,
)
from ecgkt.types.measurements import BeatSpan
from ecgkt.types.record import EcgRecord, Signal

MAX_BEATS = 10_000
ARRAYS = ("bands", "beat_bands")


class Question(NamedTuple):
    """
    What a page asks.

    Attributes
    ----------
    target : TargetName
        Which score.
    method, baseline : str
        Keys of `METHODS` and `BASELINES`.
    beats : sequence of BeatSpan
        Of the reading's trace, seconds; may be empty.
    """

    target: TargetName
    method: str
    baseline: str
    beats: Sequence[BeatSpan] = ()


def question_to_message(record: EcgRecord, question: Question) -> Message:
    """
    Pack what is asked of the worker.

    Parameters
    ----------
    record : EcgRecord
        As it was read.
    question : Question
        What is asked.

    Returns
    -------
    Message
        Of kind "explain".
    """
    return record_to_message(
        record,
        kind="explain",
        target=list(question.target),
        method=question.method,
        baseline=question.baseline,
        beats=[list(one) for one in question.beats[:MAX_BEATS]],
    )


def question_from_message(message: Message) -> Question:
    """
    Unpack what is asked.

    Parameters
    ----------
    message : Message
        What `question_to_message` gave.

    Returns
    -------
    Question

    Raises
    ------
    ValueError
        If a field is missing or of another type, or a name is unknown.
    """
    fields = message.fields
    method, baseline = fields.get("method"), fields.get("baseline")
    if method not in METHODS or baseline not in BASELINES:
        raise ValueError("expected a known method and a known baseline")
    try:
        beats = tuple(
            BeatSpan(_span(qrs), p and _span(p), t and _span(t))
            for qrs, p, t in fields["beats"]
        )
        return Question(_target(fields["target"]), str(method), str(baseline), beats)
    except (KeyError, TypeError) as error:
        raise ValueError("expected a target and its beats") from error


def check_to_message(record: EcgRecord, question: Question, bands: Signal) -> Message:
    """
    Pack a map that the worker shall check on its recording.

    Parameters
    ----------
    record : EcgRecord
        As it was read.
    question : Question
        What was asked.
    bands : numpy.ndarray of shape (n_leads, n_bins), float32
        Of the explanation.

    Returns
    -------
    Message
        Of kind "check"; the map is its second blob.
    """
    asked = question_to_message(record, question)
    blobs = (*asked.blobs, encode_signal(bands))
    return Message({**asked.fields, "kind": "check"}, blobs)


def check_from_message(message: Message) -> tuple[EcgRecord, Question, Signal]:
    """
    Unpack a map that is to be checked.

    Parameters
    ----------
    message : Message
        What `check_to_message` gave.

    Returns
    -------
    tuple of EcgRecord, Question and numpy.ndarray
    """
    *signal, bands = message.blobs
    record = record_from_message(Message(message.fields, tuple(signal)))
    return record, question_from_message(message), decode_signal(bands)


def explanation_to_message(explanation: Explanation) -> Message:
    """
    Pack an answer.

    Parameters
    ----------
    explanation : Explanation
        Any.

    Returns
    -------
    Message
        Of kind "explanation"; the two maps are its blobs.
    """
    values = asdict(explanation)
    blobs = tuple(encode_signal(values.pop(name)) for name in ARRAYS)
    return Message({"kind": "explanation", "explanation": values}, blobs)


def explanation_from_message(message: Message) -> Explanation:
    """
    Unpack an answer.

    Parameters
    ----------
    message : Message
        What `explanation_to_message` gave.

    Returns
    -------
    Explanation
        Equal to the one that was sent.

    Raises
    ------
    ValueError
        If a field is missing, unknown or of another type.
    """
    try:
        values: dict[str, Any] = dict(message.fields["explanation"])
        arrays = map(decode_signal, message.blobs)
        values |= dict(zip(ARRAYS, arrays, strict=True))
        values["target"] = _target(values["target"])
        values["agreement"] = tuple(Agreement(*one) for one in values["agreement"])
        for name in ("leads", "lead_shares"):
            values[name] = tuple(values[name])
        return Explanation(**values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"expected an explanation, found {error!r}") from error


def _target(value: Any) -> TargetName:
    kind, code = value
    if kind not in ("statement", "superclass", "lab") or not isinstance(code, str):
        raise ValueError("expected a target of kind statement, superclass or lab")
    return TargetName(kind, code)


def _span(value: Any) -> tuple[float, float]:
    first, last = value
    return float(first), float(last)
