"""The named settings that models are trained with."""

from dataclasses import dataclass, field

from ecgkt.config import Config, InputConfig, ModelConfig


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
        "bf16" halves the time on processors with AVX-512 BF16; "float32" elsewhere.
    threads : int
        CPU threads; another count gives other weights, so it is part of the recipe.
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
    precision: str = "bf16"
    threads: int = 2

    def __post_init__(self) -> None:
        if self.precision not in ("bf16", "float32"):
            raise ValueError(f"precision is bf16 or float32, not {self.precision!r}")


@dataclass(frozen=True, kw_only=True)
class DiagnoseSettings:
    """All that stage "diagnose" depends on, apart from the data and the seed."""

    model: ModelConfig = field(default_factory=ModelConfig)
    input: InputConfig = field(default_factory=InputConfig)
    recipe: Recipe = field(default_factory=Recipe)
    augmentation: Augmentation = field(default_factory=Augmentation)


DIAGNOSE = DiagnoseSettings()
