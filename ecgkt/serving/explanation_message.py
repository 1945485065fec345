"""A request to explain a score as a message, and its answer, every field checked."""

from dataclasses import asdict, replace

import msgspec

from ecgkt.serving.protocol import Message, decode_signal, encode_signal
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.explanation import Explanation, ExplanationRequest
from ecgkt.types.record import EcgRecord, Signal

MAX_BEATS = 10_000
ARRAYS = ("bands", "beat_bands")


def request_to_message(record: EcgRecord, request: ExplanationRequest) -> Message:
    """
    Pack what is asked of the worker.

    Parameters
    ----------
    record : EcgRecord
        As it was read.
    request : ExplanationRequest
        What is asked.

    Returns
    -------
    Message
        Of kind "explain".
    """
    sent = replace(request, beats=request.beats[:MAX_BEATS])
    return record_to_message(record, kind="explain", **msgspec.to_builtins(sent))


def request_from_message(message: Message) -> ExplanationRequest:
    """
    Unpack what is asked.

    Parameters
    ----------
    message : Message
        What `request_to_message` gave.

    Returns
    -------
    ExplanationRequest

    Raises
    ------
    ValueError
        If a field is missing or of another type, or a name is unknown.
    """
    return msgspec.convert(message.fields, ExplanationRequest)


def check_to_message(
    record: EcgRecord, request: ExplanationRequest, bands: Signal
) -> Message:
    """
    Pack a map that the worker shall check on its recording.

    Parameters
    ----------
    record : EcgRecord
        As it was read.
    request : ExplanationRequest
        What was asked.
    bands : numpy.ndarray of shape (n_leads, n_bins), float32
        Of the explanation.

    Returns
    -------
    Message
        Of kind "check"; the map is its second blob.
    """
    asked = request_to_message(record, request)
    blobs = (*asked.blobs, encode_signal(bands))
    return Message({**asked.fields, "kind": "check"}, blobs)


def check_from_message(
    message: Message,
) -> tuple[EcgRecord, ExplanationRequest, Signal]:
    """
    Unpack a map that is to be checked.

    Parameters
    ----------
    message : Message
        What `check_to_message` gave.

    Returns
    -------
    tuple of EcgRecord, ExplanationRequest and numpy.ndarray

    Raises
    ------
    ValueError
        If recording, request or map is malformed.
    """
    *signal, bands = message.blobs
    record = record_from_message(Message(message.fields, tuple(signal)))
    return record, request_from_message(message), decode_signal(bands)


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
        If a field or a map is missing or of another type.
    """
    maps = dict(zip(ARRAYS, map(decode_signal, message.blobs), strict=True))
    values = {**message.fields["explanation"], **maps}
    # The maps are arrays already: they pass as they are.
    return msgspec.convert(values, Explanation, dec_hook=lambda _kind, array: array)
