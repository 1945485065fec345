"""A recording with what is known of its person as a message, and the second result."""

import msgspec

from ecgkt.serving.client import ServingClient
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_to_message
from ecgkt.types.context import Context, ContextReading
from ecgkt.types.record import EcgRecord


def ask_with_context(
    client: ServingClient, record: EcgRecord, context: Context, *, start_s: float
) -> ContextReading:
    """
    Have a window of a recording scored once more, now with a context.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    record : EcgRecord
        The recording.
    context : Context
        What is known of the person.
    start_s : float
        First second of the window.

    Returns
    -------
    ContextReading

    Raises
    ------
    EcgktError
        As `ServingClient.read`; a CheckpointError too if the model takes no context.
    """
    known = msgspec.to_builtins(context)
    job = record_to_message(record, kind="context", context=known, start_s=start_s)
    return client.ask(job, result_from_message, "second result")


def context_from_message(job: Message) -> Context:
    """Unpack what is known; a ValueError or an EcgktError if it is another thing."""
    return msgspec.convert(job.fields.get("context"), Context)


def result_to_message(result: ContextReading) -> Message:
    """Pack the answer."""
    return Message({"kind": "context", "result": msgspec.to_builtins(result)})


def result_from_message(answer: Message) -> ContextReading:
    """Unpack the answer; a ValueError if it is another thing."""
    return msgspec.convert(answer.fields["result"], ContextReading)
