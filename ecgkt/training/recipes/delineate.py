"""Settings of stage "delineate"."""

from dataclasses import dataclass, field

from ecgkt.config import Config
from ecgkt.models.unet import DelineatorConfig
from ecgkt.training.recipes.recipes import Recipe


@dataclass(frozen=True, kw_only=True)
class WaveAugmentation(Config):
    """
    How a marked crop is varied; amplitudes are parts of a lead whose span is 4.

    Every variation leaves the boundaries where they are, or moves them as it moves the
    signal.

    Attributes
    ----------
    stretch : float
        Largest log factor on time.
    gain_sd : float
        Standard deviation of the log gain of each lead.
    flip : float
        Probability that a lead is turned over: whoever swaps electrodes does so.
    noise, wander, mains : float
        Largest standard deviation of white noise, largest amplitudes of wander
        (0.3-1 Hz) and of mains (50 or 60 Hz).
    disturbed : float
        Probability of each of the three.
    smooth : float
        Probability that an item is low-pass filtered, as monitors do.
    """

    stretch: float = 0.2
    gain_sd: float = 0.25
    flip: float = 0.2
    noise: float = 0.25
    wander: float = 0.5
    mains: float = 0.2
    disturbed: float = 0.4
    smooth: float = 0.2


@dataclass(frozen=True, kw_only=True)
class DelineateSettings:
    """
    All that stage "delineate" depends on, apart from the data and the seed.

    Attributes
    ----------
    model : DelineatorConfig
        The network.
    recipe : Recipe
        How to train.
    augmentation : WaveAugmentation
        How crops are varied.
    crop : int
        Samples of a crop, at the network's rate.
    lead_counts : tuple of int
        How many leads a batch shows; one of them is drawn per step, so that the network
        needs no lead in particular.
    n_simulated : int
        Simulated recordings with exact marks.
    simulated_share : float
        Simulated crops per real crop.
    overlap_weight : float
        Weight of the soft Jaccard loss beside the cross-entropy.
    """

    model: DelineatorConfig = field(default_factory=DelineatorConfig)
    recipe: Recipe = field(
        default_factory=lambda: Recipe(
            epochs=110,
            batch_size=8,
            learning_rate=4e-3,
            weight_decay=0.03,
            ema_decay=0.998,
            judge_every=22,
            checkpoint_seconds=60.0,
            threads=1,
        )
    )
    augmentation: WaveAugmentation = field(default_factory=WaveAugmentation)
    crop: int = 1024
    lead_counts: tuple[int, ...] = (1, 3, 6, 6, 12)
    n_simulated: int = 160
    simulated_share: float = 0.25
    overlap_weight: float = 0.5


DELINEATE = DelineateSettings()
