"""What is measured of one score, in a clinician's words."""

from collections.abc import Callable
from typing import NamedTuple

from ecgkt.errors import EcgktError
from ecgkt.report.doubt_words import open_text
from ecgkt.results.doubt import DoubtTable, LabelLimits
from ecgkt.results.model_card import LabelFigures
from ecgkt.types.reading import ModelIdentity, Score
from ecgkt.vocab.statements import CODES
from pages.read_ecg.show_scores import share_text
from pages.shared.resources import get_card, get_document


class Known(NamedTuple):
    """Of one statement or super-class: the card's figures, and what it leaves open."""

    figures: LabelFigures | None
    limits: LabelLimits | None


def known_of(model: ModelIdentity) -> Callable[[str, str], Known]:
    """
    Look up what is measured of the scores of one model.

    Parameters
    ----------
    model : ModelIdentity
        Whose scores are shown; figures of other weights are not.

    Returns
    -------
    callable
        Takes "statement" or "superclass", for NORM is both, and a code.
    """
    try:
        card = get_card()
    except EcgktError:
        return lambda kind, code: Known(None, None)
    table = get_document(DoubtTable)
    # Their coverage was counted for the model as shipped.
    is_known = table and table.sha256 == model.sha256 and not model.adapter
    rows = table.labels if table and is_known else ()
    places = {"statement": rows[: len(CODES)], "superclass": rows[len(CODES) :]}
    limits = {(kind, row.code): row for kind, part in places.items() for row in part}
    figures = {("statement", label.code): label for label in card.labels}
    figures |= {("superclass", label.code): label for label in card.superclasses}
    return lambda kind, code: Known(figures.get((kind, code)), limits.get((kind, code)))


def detail_text(
    score: Score, figures: LabelFigures | None, limits: LabelLimits | None
) -> str:
    """
    Say in a clinician's words how well a statement is known.

    Parameters
    ----------
    score : Score
        With its AUROC.
    figures : LabelFigures or None
        Of the same statement, measured on held-out patients.
    limits : LabelLimits or None
        Of the same statement.

    Returns
    -------
    str
    """
    words = [f"Threshold {share_text(score.threshold)}."]
    if score.auroc is not None:
        ends = score.auroc_ci
        interval = " [{:.2f}–{:.2f}]".format(*ends) if ends else ""
        words.append(f"AUROC {score.auroc:.2f}{interval} on held-out patients.")
    else:
        words.append("AUROC not measured.")
    if figures and figures.sensitivity is not None and figures.specificity is not None:
        found, false = figures.sensitivity, 1 - figures.specificity
        words.append(
            f"Finds {found:.0%} of {figures.positives} cases, {false:.1%} false alarms."
        )
    return " ".join(filter(None, [*words, open_text(score, limits)]))
