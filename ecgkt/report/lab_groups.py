"""The laboratory estimates of one ECG in the groups that a clinician looks through."""

from collections.abc import Iterable
from dataclasses import dataclass

from ecgkt.types.reading import LabScore
from ecgkt.vocab.labs import FOREIGN_GROUP, LAB_GROUPS, lab_group


@dataclass(frozen=True, kw_only=True)
class LabGroup:
    """
    One heading with its labs.

    Attributes
    ----------
    title : str
        Of `LAB_GROUPS`.
    labs : tuple of LabScore
        At least one, in the order of `by_strength`.
    """

    title: str
    labs: tuple[LabScore, ...]

    @property
    def n_flagged(self) -> int:
        """How many are flagged."""
        return sum(lab.flagged for lab in self.labs)

    @property
    def strongest(self) -> LabScore:
        """What to name where only one can be named."""
        return self.labs[0]


def by_strength(labs: Iterable[LabScore]) -> list[LabScore]:
    """
    Sort labs by what the ECG says of them.

    Parameters
    ----------
    labs : iterable of LabScore
        Of one ECG.

    Returns
    -------
    list of LabScore
        Flagged ones first, then what the ECG speaks against, each by how far the ratio
        lies from 1.
    """

    def place(lab: LabScore) -> tuple[bool, bool, float]:
        ratio = lab.likelihood_ratio
        return not lab.flagged, not lab.speaks_against, -max(ratio, 1 / ratio)

    return sorted(labs, key=place)


def groups_of_labs(labs: Iterable[LabScore]) -> list[LabGroup]:
    """
    Group the labs that are shown.

    Parameters
    ----------
    labs : iterable of LabScore
        Of one ECG; those that are not readable, or taught by simulation, are left out.

    Returns
    -------
    list of LabGroup
        In the order of `LAB_GROUPS`; a group without labs is left out.
    """
    shown = by_strength(lab for lab in labs if lab.is_shown)
    titles = (*LAB_GROUPS.values(), FOREIGN_GROUP)
    of_title = {
        title: tuple(lab for lab in shown if lab_group(lab) == title)
        for title in titles
    }
    return [LabGroup(title=t, labs=found) for t, found in of_title.items() if found]
