"""What is presented: the operator's own cases, then simulated ones, six in all."""

from typing import NamedTuple

from ecgkt.errors import EcgktError
from ecgkt.serving.client import ServingClient
from ecgkt.serving.library import library_folder, list_library
from ecgkt.serving.library_demo import list_demo
from ecgkt.types.demo import DemoCase
from pages.shared import examples, library
from pages.shared.recording import SessionRecording
from pages.shared.text import show_error

N_CASES = 6
SIMULATED = (
    DemoCase(
        recording="normal",
        title="What a reading looks like",
        look_at="One sentence first; under it, what was measured and what the network "
        "said of it.",
        why="NORM",
        notes=(
            "The paper is true to scale: 25 mm/s, 10 mm/mV, one small square is 40 ms.",
            "✓✓ marks what measurement and network both say. Everything can be traced.",
            "Open the calipers and measure an RR yourself: rate and PR are above.",
        ),
    ),
    DemoCase(
        recording="af",
        title="Irregular, and no P waves",
        look_at="Look at the rhythm strip: no two RR intervals are alike.",
        why="AFIB",
        notes=(
            "Two witnesses: the network's score, and RR intervals without P waves.",
            "“Why” lays what moved the score over the trace: orange raised it.",
            "The map tells what the network used; it does not prove a disease.",
        ),
    ),
    DemoCase(
        recording="lbbb",
        title="A wide QRS, measured and named",
        look_at="Look at V1 and V6: broad, and in opposite directions.",
        why="qrs_lbbb",
        notes=(
            "“Why” marks the QRS that was measured, from its onset to its end.",
            "ST and T behind such a QRS follow from it, so they are not judged alone.",
            "Scores and labs: see which validity stands beside each of them.",
        ),
    ),
    DemoCase(
        recording="inferior-ste",
        title="Red is for what cannot wait",
        look_at="Look at II, III and aVF, then at I and aVL.",
        why="st_up_inferior",
        notes=(
            "The red line comes from a measured rule with a source, not a score.",
            "“Why” shows where ST was measured in each lead.",
            "Scores and labs: what such an ECG makes more likely in the laboratory, by "
            "how much, and on how many patients that was learnt.",
        ),
    ),
    DemoCase(
        recording="long-qt",
        title="What the network was not taught",
        look_at="Look at the T wave: where does it end?",
        why="qtc_long",
        notes=(
            "Too few ECGs of its training were named long QT: that score is not "
            "validated, and the reading says so.",
            "The interval is measured all the same, and it is what makes the line red.",
        ),
    ),
    DemoCase(
        recording="pvc",
        title="When the two disagree",
        look_at="Find the beats that come too early.",
        why="wide_premature",
        notes=(
            "The network may still call it normal; the premature beats are counted and "
            "marked, and the disagreement is written down.",
            "This is why every ECG is over-read by a physician.",
            "End here: the model card says how far each statement can be trusted.",
        ),
    ),
)
"""What their titles claim is planted; a model could change none of these words."""


class Prepared(NamedTuple):
    """One case, and whether its recording is simulated."""

    case: DemoCase
    is_simulated: bool


def list_cases() -> list[Prepared]:
    """Return six cases; what is wrong with the operator's own is said, and passed."""
    try:
        own = list_demo(library_folder())
    except EcgktError as error:
        show_error(str(error))
        own = ()
    cases = [Prepared(case, False) for case in own]
    cases += [Prepared(case, True) for case in SIMULATED]
    return cases[: max(N_CASES, len(own))]


def hold_case(client: ServingClient, prepared: Prepared) -> SessionRecording:
    """
    Return the recording of a case.

    Raises
    ------
    EcgktError
        If the library does not hold it any more.
    """
    name = prepared.case.recording
    if prepared.is_simulated:
        return examples.hold(name)
    folder = library_folder()
    entries = {entry.name: entry for entry in list_library(folder)} if folder else {}
    if name not in entries:
        raise EcgktError(f"expected {name!r} in the library, found it no more")
    return library.hold(client, entries[name])
