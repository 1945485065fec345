"""What is known of a person attends to the ECG and corrects its log-odds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ecgkt.config import Config
from ecgkt.types.context import ENTRIES, ContextValidity
from ecgkt.types.reading import ModelIdentity
from ecgkt.types.upload import MAX_AGE

N_TERMS = 3
"""Of an entry's value: a constant, the value and its square."""
USUAL = ((-1.35, -0.5, -0.1, 0.25, 0.6, 1.1), (-1.0, 1.0, -1.0, 1.0, -1.0, 1.0))
"""Of each entry, values as common as each other: the ages 33, 50, 58, 65, 72 and 82 lie
in the middle of the sixths of PTB-XL's training ECGs."""
SIGNS = {"male": -1.0, "female": 1.0}


@dataclass(frozen=True, kw_only=True)
class ContextConfig(Config):
    """
    Shape of the network.

    Attributes
    ----------
    n_features : int
        Of a crop's embedding.
    n_entries, n_outputs : int
        Entries of a context, and statements.
    width, hidden : int
        Of queries, keys and values, and of the layer behind them.
    dropout : float
        Share of that layer dropped in training.
    attends : bool
        Whether the ECG is asked at all; without it a value always adds the same, which
        is the plain correction that attention has to beat.
    """

    n_features: int
    n_entries: int = len(ENTRIES)
    n_outputs: int = 71
    width: int = 24
    hidden: int = 48
    dropout: float = 0.2
    attends: bool = True


class Corrections(NamedTuple):
    """
    What a context does to the log-odds.

    Attributes
    ----------
    parts : torch.Tensor of shape (B, n_entries, n_outputs)
        Added to the calibrated log-odds by each entry; exactly 0 where it is not known.
    attention : torch.Tensor of shape (B, n_entries, n_crops)
        Share of each crop; every row sums to 1.
    """

    parts: Tensor
    attention: Tensor


class ContextNet(nn.Module):
    """
    Each entry of a context asks the crops of an ECG, and adds to the log-odds.

    crops (B, n_crops, D), context (B, n_entries) -> parts (B, n_entries, n_outputs)

    The entries know nothing of each other and their parts are added, so that what is
    not known adds nothing at all: no pattern of what is missing can be learned, and
    without a context the log-odds are those of the ECG to the bit. A part is what a
    value adds beyond the mean over the usual values: what would be added for everyone
    is no context but a second guess at the ECG, and falls out. The last layer begins
    at 0, where every context leaves the ECG's log-odds as they are.

    References
    ----------
    .. [1] "EfficientECG", arXiv 2512.03804: age, sex and vital signs attend to the
       ECG's features. Departs from it: the ECG's own log-odds stay and are corrected,
       where it makes one result of both.
    """

    usual: Tensor

    def __init__(self, config: ContextConfig) -> None:
        super().__init__()
        self.config = config
        width, n_entries = config.width, config.n_entries
        self.norm = nn.LayerNorm(config.n_features)
        self.keys = nn.Linear(config.n_features, width)
        self.values = nn.Linear(config.n_features, width)
        queries = torch.randn(n_entries, N_TERMS, width) / width**0.5
        self.queries = nn.Parameter(queries)
        self.hidden = nn.Sequential(
            nn.Linear(2 * width, config.hidden), nn.GELU(), nn.Dropout(config.dropout)
        )
        out = torch.zeros(n_entries, config.hidden, config.n_outputs)
        self.out = nn.Parameter(out)
        self.register_buffer("usual", torch.tensor(USUAL[:n_entries]))

    def forward(self, crops: Tensor, context: Tensor) -> Corrections:
        """Correct a batch; NaN in a context stands for what is not known."""
        seen = self.norm(crops)
        keys, values = self.keys(seen), self.values(seen)
        usual = self.usual.expand(len(context), -1, -1)
        asked = torch.cat([context.nan_to_num().unsqueeze(-1), usual], dim=-1)
        query = torch.einsum("bevt,etw->bevw", _terms(asked), self.queries)
        scores = query.flatten(1, 2) @ keys.transpose(1, 2) / self.config.width**0.5
        attention = scores.softmax(-1)
        found = (attention @ values).view_as(query)
        if not self.config.attends:
            found = torch.zeros_like(found)
        answers = self.hidden(torch.cat([found, query], dim=-1))
        # The last layer is linear: differences of answers are those of the log-odds.
        beyond = answers[:, :, 0] - answers[:, :, 1:].mean(2)
        parts = torch.einsum("beh,eho->beo", beyond, self.out)
        weighed = attention.unflatten(1, query.shape[1:3])[:, :, 0]
        return Corrections(parts * ~context.isnan().unsqueeze(-1), weighed)


def _terms(value: Tensor) -> Tensor:
    return torch.stack([torch.ones_like(value), value, value**2], dim=-1)


class Corrected(NamedTuple):
    """
    What contexts do to some recordings, in NumPy.

    Attributes
    ----------
    parts : numpy.ndarray of shape (n, n_entries, 71), float64
        See `Corrections`.
    attention : numpy.ndarray of shape (n, n_entries, n_crops), float64
        Likewise.
    """

    parts: NDArray[np.float64]
    attention: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ContextModel:
    """
    A network that corrects the statements of one model by what is known of a person.

    Attributes
    ----------
    net : ContextNet
        In evaluation mode, float32.
    identity : ModelIdentity
        Name, version and sha256 of its own weights.
    validity : ContextValidity
        As measured on held-out patients.
    """

    net: ContextNet
    identity: ModelIdentity
    validity: ContextValidity

    @torch.inference_mode()
    def correct(
        self, crops: NDArray[np.floating], contexts: NDArray[np.float32]
    ) -> Corrected:
        """
        Correct recordings.

        Parameters
        ----------
        crops : numpy.ndarray of shape (n, n_crops, D), float
            What the model's encoder puts out.
        contexts : numpy.ndarray of shape (n, n_entries), float32
            From `context_rows`.

        Returns
        -------
        Corrected
        """
        seen = torch.from_numpy(crops.astype(np.float32))
        parts, attention = self.net(seen, torch.from_numpy(contexts))
        return Corrected(parts.double().numpy(), attention.double().numpy())


def context_rows(
    ages: Iterable[float | None], sexes: Iterable[object]
) -> NDArray[np.float32]:
    """
    Turn what is known of some persons into what the network is given.

    Parameters
    ----------
    ages : iterable of float or None
        Years; more than 90 count as 90. None or NaN where it is not known.
    sexes : iterable
        "male" or "female"; everything else is not known.

    Returns
    -------
    numpy.ndarray of shape (n, 2), float32
        Age in units of 20 years from 60; -1 for male and 1 for female; NaN where it is
        not known.

    Examples
    --------
    >>> context_rows([80, None], ["female", "male"]).tolist()
    [[1.0, 1.0], [nan, -1.0]]
    """
    years = np.array([np.nan if age is None else age for age in ages], np.float32)
    signs = [SIGNS.get(str(sex), np.nan) for sex in sexes]
    scaled = (np.minimum(years, MAX_AGE) - 60) / 20
    return np.stack([scaled, np.array(signs)], axis=1).astype(np.float32)
