"""The simulated recordings, held by the session like any other."""

from ecgkt.simulate.example import EXAMPLES, simulate_example
from pages.shared import session
from pages.shared.recording import SessionRecording, content_key

ADDRESS = "example"
"""What ``Read_ECG?example=af`` calls it."""


def hold(name: str) -> SessionRecording:
    """
    Return a simulated recording, made and held when it is first asked for.

    Parameters
    ----------
    name : str
        A key of `EXAMPLES`.

    Returns
    -------
    SessionRecording
    """
    key = content_key([name.encode()], "example")
    held = session.get_record(key)
    if held is None:
        held = SessionRecording(
            key=key,
            name=f"Simulated: {EXAMPLES[name]}",
            source="example",
            record=simulate_example(name),
            file_sha256=None,
        )
        session.set_held(held)
    return held
