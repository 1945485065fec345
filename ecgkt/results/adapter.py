"""adapter.json: what a site adapter changes, and what it is measured to gain."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from ecgkt.results.document import Figure, WholeDocument
from ecgkt.types.adapter import AdapterIdentity
from ecgkt.types.reading import ModelIdentity

VERSION = "1"
"""Of the rule by which adapters are made; rises when that changes."""


Kind: TypeAlias = Literal["simulated", "real"]
SITE_NEEDS = "expected 1 to 40 printable characters for the site's name"


def is_site(name: str) -> bool:
    """Tell whether a site may be called so: it stands beside every adapted score."""
    return 0 < len(name) <= 40 and name.isprintable()


@dataclass(frozen=True, kw_only=True)
class BeforeAfter:
    """
    The same records read with and without adapters that other patients taught.

    Attributes
    ----------
    n_records, n_patients : int
        Judged.
    n_statements : int
        In the means: those with enough records with and without them.
    auroc_before, auroc_after, auroc_gain : Figure
        Macro AUROC; the gain is after less before, paired by patient.
    loss_before, loss_after, loss_gain : Figure
        Macro log loss of the calibrated probabilities, natural logarithm; the gain is
        after less before: below 0 where probabilities are truer.
    """

    n_records: int
    n_patients: int
    n_statements: int
    auroc_before: Figure
    auroc_after: Figure
    auroc_gain: Figure
    loss_before: Figure
    loss_after: Figure
    loss_gain: Figure

    @property
    def is_better(self) -> bool:
        """Whether one of the two intervals shows a gain and the other no loss."""
        if self.auroc_gain.ci is None or self.loss_gain.ci is None:
            return False
        (worst, best), (truest, falsest) = self.auroc_gain.ci, self.loss_gain.ci
        return (worst > 0 or falsest < 0) and best >= 0 and truest <= 0


@dataclass(frozen=True, kw_only=True)
class AdaptedStatement:
    """A statement that is changed, and how many of the local records carry it."""

    code: str
    positives: int


@dataclass(frozen=True, kw_only=True)
class AdapterDocument(WholeDocument):
    """
    All that an adapter's folder says of it.

    Attributes
    ----------
    version : str
        `VERSION` of the rule that made it.
    weights_sha256 : str
        Of its own weights file.
    model : ModelIdentity
        The model that it belongs to; no other takes it.
    site : str
        Whose ECGs taught it.
    rule : str
        How it was made and judged.
    n_records, n_patients : int
        That taught it.
    seed : int
        Of the parts by patient.
    statements : tuple of AdaptedStatement
        All others stay as they are.
    measured : BeforeAfter
        On the same records, each read by an adapter that other patients taught.
    """

    SCHEMA: ClassVar[str] = "ecgkt.adapter/1"

    version: str
    weights_sha256: str
    model: ModelIdentity
    site: str
    rule: str
    n_records: int
    n_patients: int
    seed: int
    statements: tuple[AdaptedStatement, ...]
    measured: BeforeAfter

    def __post_init__(self) -> None:
        if not is_site(self.site):
            raise ValueError(f"{SITE_NEEDS} - at `$.site`")

    @property
    def identity(self) -> AdapterIdentity:
        """What a reading says of it."""
        return AdapterIdentity(
            sha256=self.weights_sha256,
            site=self.site,
            n_records=self.measured.n_records,
            is_better=self.measured.is_better,
        )


@dataclass(frozen=True, kw_only=True)
class SiteRow:
    """
    What adapters of one site gain, taught by some number of its ECGs.

    Attributes
    ----------
    name : str
        Of the site, in words.
    kind : str
        "simulated": real ECGs altered as another cart would; "real": as recorded.
    n_taught : int
        ECGs that taught each adapter.
    n_draws : int
        Adapters, each taught by other patients.
    n_better : int
        Of them: how many would have been recommended by what their own ECGs show.
    measured : BeforeAfter
        Mean over the draws; its intervals span patients and draws.
    """

    name: str
    kind: Kind
    n_taught: int
    n_draws: int
    n_better: int
    measured: BeforeAfter


@dataclass(frozen=True, kw_only=True)
class AdapterTable(WholeDocument):
    """
    All that `evaluate adapter` found.

    Attributes
    ----------
    command, rule : str
        What wrote the document, and how sites were made and judged.
    sha256 : str
        Of the weights.
    split : str
        Of PTB-XL, whose records stand for the sites.
    sites : tuple of SiteRow
        By site, then by number of ECGs.
    """

    SCHEMA: ClassVar[str] = "ecgkt.adapters/1"
    FILE: ClassVar[str] = "adapter.json"

    command: str
    rule: str
    sha256: str
    split: str
    sites: tuple[SiteRow, ...]
