"""The named settings that models are trained with."""

from dataclasses import dataclass, field

from ecgkt.config import Config, InputConfig, ModelConfig
from ecgkt.dataset.clinical_table import MODALITIES
from ecgkt.models.joint import JointConfig
from ecgkt.training.precision import PRECISIONS

PARTNERS = ("table", "view", "permuted", "flags")
LOSSES = ("vicreg", "infonce", "sigreg")
LAB_HEADS = ("probe", "joint")


@dataclass(frozen=True, kw_only=True)
class Augmentation(Config):
    """
    How a training crop is varied; every draw is a function of seed and step.

    Attributes
    ----------
    gain_sd : float
        Standard deviation of the log gain of a whole crop (electrodes, body build).
    lead_gain_sd : float
        The same for each lead by itself.
    noise_mv : float
        Largest standard deviation of added white noise, mV.
    wander_mv : float
        Largest amplitude of added baseline wander of 0.1-0.6 Hz, mV.
    lead_dropout : float
        Probability that a lead is silenced.
    mixup : float
        Parameter of the Beta distribution that mixes pairs of crops; 0 turns it off.
    """

    gain_sd: float = 0.1
    lead_gain_sd: float = 0.05
    noise_mv: float = 0.03
    wander_mv: float = 0.15
    lead_dropout: float = 0.05
    mixup: float = 0.2


@dataclass(frozen=True, kw_only=True)
class Recipe(Config):
    """
    One stage of training.

    Attributes
    ----------
    epochs, batch_size : int
        Passes over the training split, one random crop per recording and pass.
    learning_rate, weight_decay : float
        Of AdamW; biases and norms do not decay.
    warm_up : float
        Share of all steps before the cosine begins to fall.
    ema_decay : float
        Of the moving average of the weights, which is what is judged and shipped.
    clip_norm : float
        Largest norm of the gradient.
    judge_every : int
        Epochs between looks at the tuning split.
    checkpoint_seconds : float
        Time between two checkpoints; losing more than a few minutes annoys.
    precision : str
        "bf16", "float32", or "auto" for the faster of both on this processor.
    threads : int
        CPU threads; another count gives other weights, so it is part of the recipe.
    backbone_rate : float
        Learning rate of the encoder in parts of the head's.
    keep_best : bool
        Whether the run ends with the averaged weights that were judged best, which
        stops early without stopping; otherwise with the last.
    patience : int
        Looks in a row without a better score after which a run that keeps the best
        ends before its time; 0 never does.
    min_steps : int
        Steps done at least, however few recordings there are: otherwise a hundredth of
        the labels would be given a hundredth of the steps.
    judge_start : bool
        Whether the weights are judged before the first step, too.
    epoch_steps : int
        Steps of an epoch at least: fewer recordings make smaller batches, not one.
    """

    epochs: int = 28
    batch_size: int = 64
    learning_rate: float = 2e-3
    weight_decay: float = 0.05
    warm_up: float = 0.1
    ema_decay: float = 0.999
    clip_norm: float = 1.0
    judge_every: int = 2
    checkpoint_seconds: float = 120.0
    precision: str = "auto"
    threads: int = 2
    epoch_steps: int = 1
    judge_start: bool = False
    backbone_rate: float = 1.0
    keep_best: bool = False
    patience: int = 0
    min_steps: int = 0

    def __post_init__(self) -> None:
        _expect("precision", self.precision, PRECISIONS)
        if self.patience and not self.keep_best:
            raise ValueError("patience is for runs that keep their best weights")


@dataclass(frozen=True, kw_only=True)
class DiagnoseSettings:
    """
    All that stage "diagnose" depends on, apart from the data and the seed.

    Attributes
    ----------
    head_start : bool
        Whether the heads begin as a ridge regression on the embedding of the encoder
        as it is at first, not from nothing.
    table_weight : float
        Weight of still predicting the table of the run that it starts from (mean
        squared error of scaled values); 0 forgets the table. Inference needs none.
    teacher : bool
        Whether ECGs without a label are learned, too, by the word of a teacher that
        sees table and ECG.
    """

    head_start: bool = False
    table_weight: float = 0.0
    teacher: bool = False
    model: ModelConfig = field(default_factory=ModelConfig)
    input: InputConfig = field(default_factory=InputConfig)
    recipe: Recipe = field(default_factory=Recipe)
    augmentation: Augmentation = field(default_factory=Augmentation)

    def __post_init__(self) -> None:
        if self.table_weight and self.augmentation.mixup:
            raise ValueError("an ECG mixed of two has no table: mixup must be 0")

    @property
    def needs_table(self) -> bool:
        """Whether training looks at the table again; inference never does."""
        return bool(self.table_weight or self.teacher)


@dataclass(frozen=True, kw_only=True)
class AlignSettings:
    """
    All that stage "align" depends on, apart from the data and the seed.

    Attributes
    ----------
    model, input, recipe, augmentation
        Of the ECG side.
    joint : JointConfig
        Experts and projectors.
    partner : str
        What an ECG is compared with: "table", its own; "permuted", that of another ECG;
        "flags", what is missing in its own table; "view", another crop of it.
    loss : str
        "vicreg", "infonce" or "sigreg".
    modalities : tuple of str
        Which experts there are; those that the data lack are left out.
    view_weight : float
        Weight of a second comparison, of two crops of each ECG; 0 leaves it out, and
        saves half the time.
    table_weight : float
        Weight of predicting the table's known values from the embedding by a linear
        layer (mean squared error of scaled values).
    """

    model: ModelConfig = field(default_factory=ModelConfig)
    input: InputConfig = field(default_factory=InputConfig)
    recipe: Recipe = field(
        default_factory=lambda: Recipe(
            epochs=30, batch_size=128, learning_rate=1e-3, weight_decay=5e-4
        )
    )
    augmentation: Augmentation = field(default_factory=lambda: Augmentation(mixup=0.0))
    joint: JointConfig = field(default_factory=JointConfig)
    partner: str = "table"
    loss: str = "vicreg"
    modalities: tuple[str, ...] = MODALITIES
    view_weight: float = 0.0
    table_weight: float = 0.0

    def __post_init__(self) -> None:
        _expect("partner", self.partner, PARTNERS)
        _expect("loss", self.loss, LOSSES)
        for name in self.modalities:
            _expect("modality", name, MODALITIES)
        if self.augmentation.mixup:
            raise ValueError("an ECG mixed of two has no table: mixup must be 0")


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
        Deal the targets to the wrong training recordings, as a check for leaks.
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
        _expect("lab_head", self.lab_head, LAB_HEADS)


def _expect(what: str, found: str, options: tuple[str, ...]) -> None:
    if found not in options:
        raise ValueError(f"{what} is one of {', '.join(options)}, not {found!r}")


DIAGNOSE = DiagnoseSettings()
ALIGN = AlignSettings()
LABS = LabSettings()

ARM_MODEL = ModelConfig(kernels=(7,), channels=((32, 48, 96, 96),), blocks=0)
"""Small enough that all arms, seeds and fractions take an hour and a half on two cores:
strided convolutions are twice as fast as residual blocks of the same width, for 0.016
less macro AUROC on PTB-XL's tuning split after five epochs."""
ARM_INPUT = InputConfig(crop=2.5, crop_stride=2.5)
ARM_AUGMENTATION = Augmentation(noise_mv=0.0, wander_mv=0.1, mixup=0.0)
"""Without white noise, whose drawing takes as long as a tenth of the network."""
ARM_ALIGN = AlignSettings(
    model=ARM_MODEL,
    input=ARM_INPUT,
    recipe=Recipe(
        epochs=8,
        min_steps=150,
        epoch_steps=4,
        batch_size=256,
        learning_rate=3e-3,
        weight_decay=5e-4,
        warm_up=0.05,
        ema_decay=0.99,
        judge_every=4,
        threads=1,
    ),
    augmentation=ARM_AUGMENTATION,
    # Tried on the simulated cohort's tuning split: VICReg alone ends 0.005 lower.
    table_weight=30.0,
)
ARM_DIAGNOSE = DiagnoseSettings(
    head_start=True,
    table_weight=0.5,
    teacher=True,
    model=ARM_MODEL,
    input=ARM_INPUT,
    recipe=Recipe(
        epochs=8,
        batch_size=256,
        learning_rate=3e-3,
        weight_decay=0.01,
        ema_decay=0.99,
        judge_every=1,
        threads=1,
        keep_best=True,
        patience=4,
        min_steps=200,
        epoch_steps=4,
        judge_start=True,
    ),
    augmentation=ARM_AUGMENTATION,
)
