"""What a method of explanation has to reach before its map is shown in colour."""

from collections.abc import Mapping
from typing import NamedTuple


class Limit(NamedTuple):
    """
    One limit on one measured figure.

    Attributes
    ----------
    name : str
        Of the figure in the document.
    at_most : bool
        Whether the figure must not exceed the value; else it must not fall below it.
    value : float
        The limit.
    text : str
        What it asks for, in words.
    source : str
        Where the check was published; the numbers are this project's own.
    methods : tuple of str
        The methods that it is asked of; empty for all.
    """

    name: str
    at_most: bool
    value: float
    text: str
    source: str
    methods: tuple[str, ...] = ()

    def is_kept(self, figure: float | None) -> bool:
        """Whether a figure keeps the limit; what was not measured breaks none."""
        if figure is None:
            return True
        return figure <= self.value if self.at_most else figure >= self.value


SANITY = "Adebayo et al., Sanity Checks for Saliency Maps, NeurIPS 2018"
RISE = "Petsiuk et al., RISE, BMVC 2018"
YEH = "Yeh et al., On the (In)fidelity and Sensitivity of Explanations, NeurIPS 2019"
POINTING = "Zhang et al., Top-down Neural Attention by Excitation Backprop, ECCV 2016"
PAIRED = "the same, paired over the ECGs (Wilcoxon)"
AXIOMS = "Sundararajan et al., Axiomatic Attribution for Deep Networks, ICML 2017"

# fmt: off
LIMITS = (
    Limit("randomisation_rho_last", True, 0.2,
          "the map is lost when the last layers are randomised", SANITY),
    Limit("randomisation_rho_all", True, 0.1,
          "the map is lost when all layers are randomised", SANITY),
    Limit("shuffled_labels_rho", True, 0.2,
          "a model trained on shuffled labels has another map", SANITY),
    Limit("deletion_beats_random_share", False, 0.8,
          "taking away what the map names lowers the score faster than random orders",
          RISE),
    Limit("deletion_p", True, 0.01, PAIRED, RISE),
    Limit("insertion_beats_random_share", False, 0.8,
          "putting back what the map names raises the score faster than random orders",
          RISE),
    Limit("insertion_p", True, 0.01, PAIRED, RISE),
    Limit("planted_hit_rate", False, 0.8,
          "the strongest place lies where the simulator planted the cause", POINTING),
    Limit("infidelity_ratio", True, 1.0,
          "the map foretells what occlusions do better than a shuffled map", YEH),
    Limit("sensitivity_max", True, 0.5, "0.02 mV of noise leave the map as it is", YEH),
    Limit("completeness_error", True, 0.01,
          "contributions add up to the change of the score", AXIOMS,
          ("integrated_gradients",)),
    Limit("shift_rho", False, 0.9, "a signal moved by 100 ms moves its map", YEH),
)
# fmt: on
"""For each class of ECGs, and for each method over all of them."""


def broken_limits(method: str, figures: Mapping[str, float | None]) -> list[str]:
    """
    Name the limits that a method's figures break.

    Parameters
    ----------
    method : str
        A key of `ecgkt.types.explanation.METHODS`.
    figures : mapping
        By the names of the document; None, or absent, where not measured.

    Returns
    -------
    list of str
        Names of `LIMITS`, in their order.

    Examples
    --------
    >>> broken_limits("occlusion", {"shift_rho": 0.5, "completeness_error": 0.3})
    ['shift_rho']
    """
    return [
        limit.name
        for limit in LIMITS
        if not (limit.methods and method not in limit.methods)
        and not limit.is_kept(figures.get(limit.name))
    ]
