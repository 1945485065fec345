"""explanations.json: how true the maps of each method were found to be."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple

from ecgkt.results.document import Document, Interval, Weights
from ecgkt.types.explanation import TargetName


@dataclass(frozen=True, kw_only=True)
class PlantedFigures:
    """
    What was measured on simulated ECGs, in which the cause is known.

    Attributes
    ----------
    planted_hit_rate, single_beat_hit_rate, planted_hit_reference : float or None
        Share of ECGs whose strongest place lies in the planted cause, in the map
        averaged over beats and in the plain one, and what chance would hit.
    planted_hit_ci : (low, high) or None
        95 % interval of the first of these.
    mass_share, mass_share_reference, time_share : float or None
        Share of the map in the planted cause; the cause's share of energy and of time.
    """

    planted_hit_rate: float | None = None
    single_beat_hit_rate: float | None = None
    planted_hit_reference: float | None = None
    planted_hit_ci: Interval = None
    mass_share: float | None = None
    mass_share_reference: float | None = None
    time_share: float | None = None


@dataclass(frozen=True, kw_only=True)
class FactorRow(PlantedFigures):
    """
    One method and one planted cause.

    Attributes
    ----------
    factor : str
        The cause.
    code : str
        Key of the target that it should explain.
    n : int
        ECGs.
    """

    factor: str
    code: str
    n: int


@dataclass(frozen=True, kw_only=True)
class MapFigures(PlantedFigures):
    """
    What was measured of the maps of a method, on real ECGs too.

    Attributes
    ----------
    randomisation_rho_last, randomisation_rho_all, shuffled_labels_rho : float or None
        Likeness with the map of a model that knows nothing; small is good.
    deletion_beats_random_share, insertion_beats_random_share : float or None
        Share of ECGs.
    deletion_p, insertion_p : float or None
        Of the paired test.
    infidelity_ratio, sensitivity_max : float or None
        As captum defines them, the first over that of a shuffled map.
    seed_rho, shift_rho : float or None
        Likeness with the map of another training run, and of a moved signal.
    completeness_error, ms_per_map : float or None
        Share of the change of the score, and milliseconds on the machine of the study.
    fails : tuple of str
        Names of the limits that are broken.
    """

    randomisation_rho_last: float | None = None
    randomisation_rho_all: float | None = None
    shuffled_labels_rho: float | None = None
    deletion_beats_random_share: float | None = None
    insertion_beats_random_share: float | None = None
    deletion_p: float | None = None
    insertion_p: float | None = None
    infidelity_ratio: float | None = None
    sensitivity_max: float | None = None
    seed_rho: float | None = None
    shift_rho: float | None = None
    completeness_error: float | None = None
    ms_per_map: float | None = None
    fails: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClassRow(MapFigures):
    """
    One method in the ECGs of one class.

    Attributes
    ----------
    code : str
        Key of the target.
    n : int
        ECGs.
    passes : bool
        Whether no limit is broken.
    """

    code: str
    n: int
    passes: bool


@dataclass(frozen=True, kw_only=True)
class CheckedMethod(MapFigures):
    """One method by its name: over all ECGs, by class and by planted cause."""

    name: str
    by_class: tuple[ClassRow, ...]
    by_factor: tuple[FactorRow, ...]


class Checks(NamedTuple):
    """
    How the maps of a method did for one target.

    Attributes
    ----------
    state : str
        Whether they passed; what was not measured has not.
    kept, made : int
        Limits that were kept, and that were looked at.
    broken : tuple of str
        The other ones, in words.
    """

    state: Literal["passed", "failed", "not checked"]
    kept: int = 0
    made: int = 0
    broken: tuple[str, ...] = ()

    @property
    def why_grey(self) -> str:
        """What keeps a map from its colours, in few words; empty if nothing does."""
        words = {"failed": "failed its checks", "not checked": "was not checked"}
        return words.get(self.state, "")


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What is asked of one figure, of which methods (all if empty), and who asks."""

    name: str
    at_most: bool
    value: float
    text: str
    source: str
    methods: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The limit with its number and its source."""
        sign = "≤" if self.at_most else "≥"
        return f"{self.text} ({sign} {self.value:g}; {self.source})"


@dataclass(frozen=True, kw_only=True)
class ExplanationTable(Document):
    """
    All that `evaluate explanations` found.

    Attributes
    ----------
    default : str
        The best measured method.
    baseline, baseline_text : str
        What all maps compare with.
    model : Weights
        That were judged.
    methods : tuple of CheckedMethod
        In the document's order.
    limits : tuple of Limit
        What a method must keep to.
    n_ecgs : int
        Wanted of each class.
    command, note : str
        What wrote the document, and how its figures are defined.
    data : dict
        The store, and ``runs``: the trainings that maps were compared with.
    """

    SCHEMA: ClassVar[str] = "ecgkt.explanations/1"
    FILE: ClassVar[str] = "explanations.json"

    default: str
    baseline: str
    baseline_text: str
    model: Weights
    methods: tuple[CheckedMethod, ...]
    limits: tuple[Limit, ...]
    n_ecgs: int
    command: str = ""
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.default not in {method.name for method in self.methods}:
            raise ValueError(f"the default {self.default!r} was not measured")

    def method(self, name: str) -> CheckedMethod:
        """Return what was measured of a method; KeyError if nothing was."""
        return {method.name: method for method in self.methods}[name]

    def checks_of(self, method: str, target: TargetName) -> Checks:
        """
        Say how the maps of this method and target did.

        Parameters
        ----------
        method : str
            Its name.
        target : TargetName
            What is explained.

        Returns
        -------
        Checks
            Of this very target, not of the method in general.
        """
        rows = {row.code: row for row in self.method(method).by_class}
        own = rows.get(target.key)
        if own is None or not own.n:
            return Checks("not checked")
        words = {limit.name: limit.words for limit in self.limits}
        made = [
            limit.name
            for limit in self.limits
            if not (limit.methods and method not in limit.methods)
            and getattr(own, limit.name) is not None
        ]
        broken = () if own.passes else own.fails
        return Checks(
            state="passed" if own.passes else "failed",
            kept=len(set(made) - set(broken)),
            made=len(made),
            broken=tuple(words.get(name, name) for name in broken),
        )

    def why_greyed(self, method: str, target: TargetName) -> str:
        """Say why a map of this method and target is shown in grey; empty if not."""
        checks = self.checks_of(method, target)
        if checks.state == "not checked":
            return "this method was not checked for this score"
        return "; ".join(f"not passed: {words}" for words in checks.broken)
