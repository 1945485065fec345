"""The arms of a comparison: what each is trained on and what it sees at inference."""

from typing import NamedTuple

EQUAL_COMPUTE, SHORT = "equal_compute", "short"
"""Epochs raised to the total compute of `ours`, or those of stage 2 alone."""
STAGED, TABLE_KEPT = "staged", "table_kept"
"""Stage 2 from the aligned encoder alone, or with the table still in view of training:
the embedding has to go on predicting it, and a teacher that sees it labels the ECGs
whose labels may not be used."""
TABLE_MIXED = "table_mixed"
"""As the second, and ECGs with a label learn from teacher and label, half each: where
every ECG has one, the teacher is silent otherwise."""
TAUGHT, TAUGHT_MIXED = "taught", "taught_mixed"
"""As both, with the simulator's true latents in the place of the table."""
TREES, PERCEPTRON, LOGISTIC = "boosted_trees", "perceptron", "logistic"
SEEDLESS = (TREES, LOGISTIC)
"""Variants that draw nothing: one fit serves all seeds of the same split."""


OURS = (TABLE_KEPT, TABLE_MIXED, STAGED)


class Arm(NamedTuple):
    """
    One arm.

    Attributes
    ----------
    title : str
        For people.
    input : str
        What it sees at inference.
    role : str
        "reference", "ours", "control" or "ceiling".
    variants : tuple of str
        The better one on tuning stands for the arm, chosen run by run.
    at_all_fractions : bool
        Whether it is run with few labels, too.
    """

    title: str
    input: str
    role: str
    variants: tuple[str, ...]
    at_all_fractions: bool = False


ARMS = {
    # The short variant keeps the reference honest: with few labels, equal compute
    # means thousands of passes over the same ECGs.
    "sig": Arm("signal only", "ECG", "reference", (EQUAL_COMPUTE, SHORT), True),
    "ours": Arm("transferred (ours)", "ECG", "ours", OURS, True),
    "multi": Arm("multimodal", "ECG + table", "reference", (EQUAL_COMPUTE,), True),
    "ceiling": Arm(
        "taught the true latents", "ECG", "ceiling", (TAUGHT, TAUGHT_MIXED), True
    ),
    "tab": Arm("table only", "table", "reference", (TREES, PERCEPTRON)),
    "rand": Arm("probe of a random encoder", "ECG", "control", (LOGISTIC,)),
    # Where few ECGs have labels, it tells what the others are worth by themselves.
    "ssl": Arm("two views, no table", "ECG", "control", (STAGED,), True),
    "perm": Arm("permuted pairs", "ECG", "control", (STAGED,)),
    "flags": Arm("missing flags only", "flags", "control", (TREES, LOGISTIC)),
    "feat": Arm("beat features", "ECG features", "control", (TREES, LOGISTIC)),
}
"""By the names of the method; in the order in which they are shown."""

PARTNERS = {"ours": "table", "ssl": "view", "perm": "permuted"}
"""What stage 1 aligns the ECG with; the other networks have no stage 1 of this kind."""

NETWORKS = ("sig", "ours", "multi", "ceiling", "ssl", "perm")
