"""Settings of stage "labs"."""

from dataclasses import dataclass, field

from ecgkt.training.recipes.recipes import Augmentation, Recipe, expect_option

LAB_HEADS = ("probe", "joint")


@dataclass(frozen=True, kw_only=True)
class LabSettings:
    """
    All that stage "labs" depends on, apart from the data and the seed.

    Attributes
    ----------
    recipe, augmentation
        Model and input are those of the run before; "probe" does not augment.
    lab_head : str
        "probe" reads the embedding of a frozen encoder; "joint" trains the encoder on
        labs and diagnoses together, which changes the diagnoses.
    hours : float or None
        Values farther from the ECG are unknown; None takes the store's whole window.
    min_records, min_patients : int
        Of each class in train; targets with fewer are left out.
    diagnosis_weight : float
        Of the diagnoses' loss beside the labs', for "joint".
    shuffle_labels : bool
        Permute the targets among training recordings, as a check for leaks.
    """

    recipe: Recipe = field(
        default_factory=lambda: Recipe(
            epochs=60, batch_size=256, learning_rate=3e-3, judge_every=5, min_steps=400
        )
    )
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(mixup=0.0))
    lab_head: str = "probe"
    hours: float | None = None
    min_records: int = 10
    min_patients: int = 2
    diagnosis_weight: float = 1.0
    shuffle_labels: bool = False

    def __post_init__(self) -> None:
        expect_option("lab_head", self.lab_head, LAB_HEADS)


LABS = LabSettings()
