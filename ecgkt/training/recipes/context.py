"""Settings of stage "context"."""

from dataclasses import dataclass, field

from ecgkt.config import Config
from ecgkt.training.recipes.recipes import Recipe


@dataclass(frozen=True, kw_only=True)
class ContextSettings(Config):
    """
    Settings of stage "context".

    Attributes
    ----------
    width, hidden, dropout : int, int, float
        Of the network, as in `ContextConfig`.
    recipe : Recipe
        How it is trained.
    forgotten : float
        Share of the entries that are hidden in training, each drawn by itself: what the
        others add must stand alone.
    penalty : float
        Of the mean squared part, which keeps corrections small.
    """

    width: int = 16
    hidden: int = 32
    dropout: float = 0.2
    forgotten: float = 0.1
    penalty: float = 0.1
    recipe: Recipe = field(
        default_factory=lambda: Recipe(
            epochs=15,
            batch_size=128,
            learning_rate=3e-3,
            ema_decay=0.98,
            judge_every=1,
            judge_start=True,
            precision="float32",
            threads=1,
        )
    )


CONTEXT = ContextSettings()
