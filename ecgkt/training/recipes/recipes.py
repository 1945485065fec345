"""What the settings of all stages are made of."""

from dataclasses import dataclass, field

from ecgkt.config import Config, InputConfig, ModelConfig
from ecgkt.training.loop.precision import PRECISIONS


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
    filters : float
        Probability that a crop went through the filters of another cart: high-pass of
        0.05-0.7 Hz, low-pass of 25-150 Hz.
    mixup : float
        Parameter of the Beta distribution that mixes pairs of crops; 0 turns it off.
    """

    gain_sd: float = 0.1
    lead_gain_sd: float = 0.05
    noise_mv: float = 0.03
    wander_mv: float = 0.15
    lead_dropout: float = 0.05
    filters: float = 0.0
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
        Of the moving average of the weights, which is validated and shipped.
    clip_norm : float
        Largest norm of the gradient.
    judge_every : int
        Epochs between two validations on the tuning split.
    checkpoint_seconds : float
        Time between two checkpoints; losing more than a few minutes annoys.
    precision : str
        "bf16", "float32", or "auto" for the faster of both on this processor.
    threads : int
        CPU threads; another count gives other weights, so it is part of the recipe.
    backbone_rate : float
        Learning rate of the encoder in parts of the head's.
    keep_best : bool
        Whether the run ends with the averaged weights of the best validation, as early
        stopping does; otherwise with the last.
    patience : int
        Validations in a row without a better score after which a run that keeps the
        best ends before its time; 0 never does.
    min_steps : int
        Steps done at least, however few recordings there are: otherwise a hundredth of
        the labels would be given a hundredth of the steps.
    judge_start : bool
        Whether the weights are validated before the first step, too.
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
        expect_option("precision", self.precision, PRECISIONS)
        if self.patience and not self.keep_best:
            raise ValueError("patience is for runs that keep their best weights")


@dataclass(frozen=True, kw_only=True)
class StageSettings:
    """
    What every stage of a network of ECGs depends on, apart from data and seed.

    Attributes
    ----------
    model : Config
        The network.
    input : InputConfig
        What it sees of a recording.
    recipe : Recipe
        How it is trained.
    augmentation : Augmentation
        How its crops are varied.
    """

    model: Config = field(default_factory=ModelConfig)
    input: InputConfig = field(default_factory=InputConfig)
    recipe: Recipe = field(default_factory=Recipe)
    augmentation: Augmentation = field(default_factory=Augmentation)


def expect_option(what: str, found: str, options: tuple[str, ...]) -> None:
    """Refuse a setting that is none of its options, with a ValueError."""
    if found not in options:
        raise ValueError(f"{what} is one of {', '.join(options)}, not {found!r}")
