"""Whether the figures of a card are those that its weights give."""

import math

from ecgkt.errors import CheckpointError

COMPARED = ("macro", "calibration", "labels", "superclasses")


def compare_with_card(document, card, *, tolerance=1e-6):
    """Refuse a card whose figures or weights are not those of an evaluation."""
    if document["split"] != "held_out":
        raise ValueError(f"the card speaks of held_out, not of {document['split']}")
    if document["model"]["sha256"] != card["sha256"]:
        raise CheckpointError("the card speaks of other weights than were evaluated")
    for key in COMPARED:
        for place in _differences(document[key], card[key], key, tolerance):
            raise CheckpointError(
                f"card.json does not hold what the weights give: {place}"
            )


def _differences(found, stated, place, tolerance):
    """Walk two documents side by side and name what differs."""
    if isinstance(found, dict) and isinstance(stated, dict):
        if found.keys() != stated.keys():
            yield f"{place} has the fields {sorted(found.keys() ^ stated.keys())} once"
            return
        for key, value in found.items():
            yield from _differences(value, stated[key], f"{place}.{key}", tolerance)
    elif isinstance(found, list | tuple) and isinstance(stated, list):
        if len(found) != len(stated):
            yield f"{place}: {len(found)} entries, the card has {len(stated)}"
            return
        for i, value in enumerate(found):
            yield from _differences(value, stated[i], f"{place}[{i}]", tolerance)
    elif not _is_equal(found, stated, tolerance):
        yield f"{place}: {found}, the card says {stated}"


def _is_equal(found, stated, tolerance):
    if isinstance(found, float) and isinstance(stated, float | int):
        return math.isclose(found, stated, rel_tol=0, abs_tol=tolerance)
    return bool(found == stated)
