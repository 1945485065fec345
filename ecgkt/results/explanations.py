"""The typed view of explanations.json, which `evaluate explanations` writes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.results.document import build
from ecgkt.types.explanation import TargetName

SCHEMA = "ecgkt.explanations/1"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """
    What was measured of a method: over all ECGs, in one class, or for one factor.

    Attributes
    ----------
    planted_hit_rate, single_beat_hit_rate, planted_hit_reference : float or None
        Share of simulated ECGs whose strongest place lies in the planted cause, in the
        map averaged over beats and in the plain one, and what chance would hit.
    planted_hit_ci : (low, high) or None
        95 % interval of the first of these.
    mass_share, mass_share_reference, time_share : float or None
        Share of the map in the planted cause; the cause's share of energy and of time.
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
    code, factor, title, name : str
        Whose figures these are; empty where it does not apply.
    n : int
        ECGs.
    passes : bool
        Whether no limit is broken.
    fails : tuple of str
        Names of the limits that are.
    """

    planted_hit_rate: float | None = None
    single_beat_hit_rate: float | None = None
    planted_hit_reference: float | None = None
    planted_hit_ci: tuple[float, float] | None = None
    mass_share: float | None = None
    mass_share_reference: float | None = None
    time_share: float | None = None
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
    code: str = ""
    factor: str = ""
    title: str = ""
    name: str = ""
    n: int = 0
    passes: bool = False
    fails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckedMethod:
    """One method: over all ECGs, by class and by planted factor."""

    overall: Checked
    by_class: tuple[Checked, ...]
    by_factor: tuple[Checked, ...]


@dataclass(frozen=True, kw_only=True)
class ExplanationTable:
    """
    All that `evaluate explanations` found.

    Attributes
    ----------
    default : str
        The best measured method.
    baseline, baseline_text : str
        What all maps compare with.
    sha256 : str
        Of the weights that were judged.
    methods : dict of str to CheckedMethod
        By name, in the document's order.
    limits : dict of str to str
        What each limit asks for, in words with its number and its source.
    n_ecgs : int
        Wanted of each class.
    command, note : str
        What wrote the document, and how its figures are defined.
    """

    default: str
    baseline: str
    baseline_text: str
    sha256: str
    methods: dict[str, CheckedMethod]
    limits: dict[str, str]
    n_ecgs: int
    command: str = ""
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from the content of an explanations.json; ValueError if damaged."""
        try:
            parts = {
                "sha256": values["model"]["sha256"],
                "methods": {one["name"]: _method(one) for one in values["methods"]},
                "limits": {one["name"]: _words(one) for one in values["limits"]},
            }
            if values["default"] not in parts["methods"]:
                raise ValueError(f"the default {values['default']!r} was not measured")
        except (KeyError, TypeError) as error:
            raise ValueError(f"expected a document of {SCHEMA}: {error!r}") from error
        return build(cls, {**values, **parts})

    def why_greyed(self, method: str, target: TargetName) -> str:
        """
        Say why a map of this method and target must be shown in grey.

        Parameters
        ----------
        method : str
            Its name.
        target : TargetName
            What is explained.

        Returns
        -------
        str
            Empty if the method passed its checks for this very target. What was not
            measured has not passed.
        """
        own = [one for one in self.methods[method].by_class if one.code == target.key]
        if not own or not own[0].n:
            return "this method was not checked for this score"
        if own[0].passes:
            return ""
        return "; ".join(
            f"not passed: {self.limits.get(name, name)}" for name in own[0].fails
        )


def _method(values: dict[str, Any]) -> CheckedMethod:
    return CheckedMethod(
        overall=build(Checked, values),
        by_class=tuple(build(Checked, one) for one in values["by_class"]),
        by_factor=tuple(build(Checked, one) for one in values["by_factor"]),
    )


def _words(limit: dict[str, Any]) -> str:
    sign = "≤" if limit["at_most"] else "≥"
    return f"{limit['text']} ({sign} {limit['value']:g}; {limit['source']})"


def load_explanation_table(path: Path) -> ExplanationTable:
    """
    Read an explanations.json.

    Parameters
    ----------
    path : pathlib.Path
        As `evaluate explanations` wrote it.

    Returns
    -------
    ExplanationTable

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    content = read_document(path, SCHEMA)
    try:
        return ExplanationTable.from_dict(content)
    except ValueError as error:
        raise EcgktError(f"{path.name}: {error}") from error
