"""Missing leads, estimated by the inference worker, for the eye alone."""

from dataclasses import replace

from ecgkt.serving.client import ServingClient
from ecgkt.serving.protocol import Message, decode_signal
from ecgkt.serving.record_message import record_to_message
from ecgkt.types.record import EcgRecord


def ask_estimates(
    client: ServingClient, record: EcgRecord, start_s: float
) -> EcgRecord:
    """
    Have missing chest leads estimated within the seconds that a sheet shows.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    record : EcgRecord
        Left as it was; what `ServingClient.read` says knows nothing of estimates.
    start_s : float
        First second shown.

    Returns
    -------
    EcgRecord
        With estimates in the place of missing leads, to be drawn dashed.

    Raises
    ------
    ServingError
        As `ServingClient.read`.
    """

    def unpack(answer: Message) -> EcgRecord:
        signal = decode_signal(answer.blobs[0])
        if signal.shape != record.signal.shape:
            raise ValueError("another shape")
        return replace(record, signal=signal)

    job = record_to_message(record, kind="estimate", start_s=start_s)
    return client.ask(job, unpack, "drawing")
