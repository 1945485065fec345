"""What is known beside the recordings: repeat errors, and the time between them."""

from ecgkt.errors import EcgktError
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.types.record import EcgRecord
from pages.shared import resources
from pages.shared.text import show_error


def load_repeatability() -> RepeatabilityTable | None:
    """Return the shipped repeat errors; None, and said if damaged, without them."""
    try:
        return resources.get_document(RepeatabilityTable)
    except EcgktError as error:
        show_error(str(error))
        return None


def apart_text(first: EcgRecord, second: EcgRecord) -> str:
    """Return how much later the second was recorded, in a fitting unit."""
    if first.recorded_at is None or second.recorded_at is None:
        return ""
    seconds = (second.recorded_at - first.recorded_at).total_seconds()
    word = "later" if seconds >= 0 else "earlier"
    minutes = abs(seconds) / 60
    for size, unit in ((525_960, "years"), (1440, "days"), (60, "hours")):
        if minutes >= 2 * size:
            return f", {minutes / size:.0f} {unit} {word}"
    return f", {minutes:.0f} minutes {word}"
