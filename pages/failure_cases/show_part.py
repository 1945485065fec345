"""The open part of the page."""

from collections.abc import Callable

from pages.failure_cases.opened import Look, Opened
from pages.failure_cases.show_charts import show_curves, show_map
from pages.failure_cases.show_confusion import show_confusion
from pages.failure_cases.show_errors import show_errors
from pages.failure_cases.show_models import show_models
from pages.failure_cases.show_notes import show_notes
from pages.failure_cases.show_slices import show_slices

SHOWS: dict[str, Callable[[Opened, Look], None]] = {
    "errors": show_errors,
    "curves": show_curves,
    "confusion": show_confusion,
    "map": show_map,
    "slices": show_slices,
    "models": show_models,
    "notes": show_notes,
}


def show_part(opened: Opened, look: Look, part: str) -> None:
    """Draw one part; what is not open is not computed."""
    SHOWS[part](opened, look)
