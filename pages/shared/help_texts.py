"""What each page says of itself under "?": what it is for, how to go about it, keys."""

from typing import NamedTuple

Keys = tuple[tuple[str, str], ...]


class Help(NamedTuple):
    """What a page does, a line each; its keys; whether a sheet is on it."""

    lines: tuple[str, ...]
    keys: Keys = ()
    has_sheet: bool = False


EVERYWHERE: Keys = (
    ("?", "This list"),
    ("Menu, top right", "Theme: light, dark or as the system. The paper stays light."),
)
SHEET: Keys = (
    ("Tab", "Next button, line of the calipers or sheet"),
    (
        "← → ↑ ↓",
        "Move the line in focus by 0.1 mm, with Shift by 1 mm; scroll the sheet",
    ),
    ("R", "Move the time line in focus to the nearest R peak"),
    ("Esc", "Hide the calipers, close this list"),
    ("Drag", "Move a line, or both by the bar between them"),
    ("March out", "Repeat the distance of the time lines over the sheet"),
    (
        "Filter",
        "For the eye only: model and measurements see the recording as it is. Filters "
        "beyond half the sampling rate are not offered.",
    ),
)
HELP = {
    "12-lead ECG reading": Help(
        (
            "Drop a recording to have it read, or open one of the simulated examples.",
            "Below stands one example as it is read: sentence, sheet and numbers.",
            "“Show six prepared cases” is for a projector; a remote control works.",
        ),
        has_sheet=True,
    ),
    "Read ECG": Help(
        (
            "The sentence says what was measured (✓✓ where the model agrees); a red "
            "line above it is critical, by a measured rule.",
            "A table that does not say which column is which lead is shown first: "
            "confirm or correct it. “…”, Change the mapping, does so later.",
            "Click a number, a finding or a score's “why”: it is marked on the sheet.",
            "Scores stand beside their threshold and their measured validity; labs say "
            "what this ECG makes more likely, never what was measured.",
            "Report: edit the draft, take it away as PDF and in other formats, or ask.",
            "Not detected is not absent. A physician over-reads every ECG.",
        ),
        has_sheet=True,
    ),
    "Compare ECGs": Help(
        (
            "Upload two or more recordings of one patient, or choose a simulated "
            "patient; any recording can be the baseline.",
            "The sentence tells what changed by more than repeats of one heart do; "
            "± is that repeat error, measured and listed in the model card.",
            "Press a point of a chart to compare that recording with the baseline.",
            "No change beyond repeat error is no proof that nothing changed.",
        ),
        has_sheet=True,
    ),
    "Worklist": Help(
        (
            "Give a zip or many files: rows appear as they are read, those that meet a "
            "critical rule first, then what nothing has scored, then findings.",
            "A row opens in Read ECG. There say what you think of the reading: agree, "
            "disagree or later, with words of your own.",
            "Over-reads are in this browser tab only. Export them before you close it.",
        ),
        keys=(
            ("← → or ↑ ↓", "Previous and next row; in Read ECG the recording itself"),
            ("Enter", "Open the row in Read ECG"),
            ("N", "Open the next one of which nothing was said yet"),
            ("A D L", "In Read ECG: agree, disagree, later"),
        ),
    ),
    "Failure cases": Help(
        (
            "For researchers: choose a label and move the threshold; every list, curve "
            "and count follows it.",
            "Open an ECG from a list, or by a click on the map: it is shown with its "
            "true labels, map, measurements and second opinion.",
            "“Slices” are groups and ranges in which the model is worse than overall.",
            "Tags and notes stay with the table, and can be taken away.",
        ),
        has_sheet=True,
    ),
    "Model card": Help(
        (
            "Choose a statement to see how far it can be trusted, and what a positive "
            "score means at a prevalence of yours.",
            "The other parts tell of data, labs, maps, gates and measurements; each "
            "table names the command that made it.",
        )
    ),
}
"""By the title of the page; a test looks that none is missing."""
