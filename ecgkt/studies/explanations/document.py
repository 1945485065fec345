"""From the checks on single ECGs to the one document: means, limits, default."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import binomtest, wilcoxon

from ecgkt.bundle.classifier import Bundle
from ecgkt.report.explanation_limits import LIMITS, broken_limits
from ecgkt.types.explanation import BASELINES, METHODS

SCHEMA = "ecgkt.explanations/1"
MEANS = (
    "randomisation_rho_last",
    "randomisation_rho_all",
    "shuffled_labels_rho",
    "deletion_beats_random_share",
    "insertion_beats_random_share",
    "seed_rho",
    "shift_rho",
)
MEDIANS = ("infidelity_ratio", "sensitivity_max", "completeness_error", "ms_per_map")
"""Ratios, and a duration: one ECG whose shuffled map happens to foretell well, or whose
score equals its baseline's, would rule their means."""
PLANTED = (
    "planted_hit_rate",
    "single_beat_hit_rate",
    "planted_hit_reference",
    "mass_share",
    "mass_share_reference",
    "time_share",
)
GAINS = {"deletion_p": "deletion_gain", "insertion_p": "insertion_gain"}
NOTE = (
    "Classes: ECGs of the held-out fold that the model calls rightly (laboratory "
    "values: that it calls, for PTB-XL holds none). Planted causes: simulated ECGs, of "
    "those that the model calls. A hit: the 40 ms bin that raises the score most, in "
    "the map averaged over the beats as it is shown, lies in the causal mask with at "
    "least half of its samples; by chance, a random bin does; intervals are Wilson's, "
    "95 %. Map in the cause: share "
    "of all magnitudes in the mask, beside the mask's share of the signal's energy. "
    "Random weights and shuffled labels: mean |Spearman's ρ| with the map of the "
    "changed model; the laboratory heads are random with the last layers. These, "
    "agreement between seeds, shifts, infidelity and sensitivity were measured on the "
    "first 20 ECGs of a class. Methods that had passed in no class of a study of the "
    "first model have two thirds of the ECGs, occlusion a quarter. Deletion and "
    "insertion: against the mean of four random orders, paired, Wilcoxon, one-sided; "
    "below seven ECGs p cannot reach 0.01. Infidelity, sensitivity and completeness: "
    "medians. Laboratory maps hold the beat features fixed."
)

Row = Mapping[str, Any]


def make_document(
    results: Mapping[str, Row],
    *,
    bundle: Bundle,
    baseline: str,
    n_ecgs: int,
    n_costly: int,
    data: Mapping[str, Any],
) -> dict[str, Any]:
    """
    Put the checks of all methods into one document.

    Parameters
    ----------
    results : mapping of str to mapping
        By method: ``cases`` and ``planted``, one row per ECG.
    bundle : Bundle
        The judged model.
    baseline : str
        That all maps used.
    n_ecgs, n_costly : int
        Wanted of each class, and how many of these the costly checks are made on.
    data : mapping
        What was judged on, JSON-ready.

    Returns
    -------
    dict
        Schema ecgkt.explanations/1.

    Raises
    ------
    ValueError
        If there is no method.
    """
    if not results:
        raise ValueError("expected at least one method")
    methods = [_method(name, rows) for name, rows in results.items()]
    simulated = " --simulated DIR" if data["simulated"] else ""
    runs = " --runs RUN…" if data["runs"] else ""
    some = "" if set(results) == set(METHODS) else f" --methods {' '.join(results)}"
    return {
        "schema": SCHEMA,
        "command": "python -m ecgkt evaluate explanations --store STORE"
        f"{simulated}{runs} --n-ecgs {n_ecgs}{some} --json",
        "model": {"sha256": bundle.identity.networks},
        "baseline": baseline,
        "baseline_text": BASELINES[baseline],
        "n_ecgs": n_ecgs,
        "n_costly": n_costly,
        "data": dict(data),
        "note": NOTE,
        "limits": [
            {**limit._asdict(), "methods": list(limit.methods)} for limit in LIMITS
        ],
        "default": choose_default(methods),
        "methods": methods,
    }


def choose_default(methods: Sequence[Row]) -> str:
    """
    Choose the method whose maps are shown first.

    Parameters
    ----------
    methods : sequence of mapping
        Of the document.

    Returns
    -------
    str
        The one that passes in most classes; of equals, the one that hits most planted
        causes, then the one that breaks the fewest limits, then the fastest.
    """

    def worth(method: Row) -> tuple[float, ...]:
        passed = sum(row["passes"] for row in method["by_class"])
        broken = sum(len(row["fails"]) for row in method["by_class"])
        hits = method["planted_hit_rate"] or 0.0
        return passed, hits, -broken, -(method["ms_per_map"] or 0.0)

    return str(max(methods, key=worth)["name"])


def _method(name: str, rows: Row) -> dict[str, Any]:
    cases, planted = rows["cases"], rows["planted"]
    by_class = []
    for code in dict.fromkeys(row["code"] for row in cases):
        own = [row for row in cases if row["code"] == code]
        figures = _figures(own, [row for row in planted if row["code"] == code])
        fails = broken_limits(name, figures)
        head = {"code": code, "n": len(own), "passes": not fails, "fails": fails}
        by_class.append({**head, **figures})
    by_factor = []
    for factor in dict.fromkeys(row["factor"] for row in planted):
        own = [row for row in planted if row["factor"] == factor]
        by_factor.append(
            {"factor": factor, "code": own[0]["code"], "n": len(own), **_planted(own)}
        )
    figures = _figures(cases, planted)
    return {
        "name": name,
        "title": METHODS[name],
        **figures,
        "fails": broken_limits(name, figures),
        "by_class": by_class,
        "by_factor": by_factor,
    }


def _planted(rows: Sequence[Row]) -> dict[str, Any]:
    hits = [bool(hit) for hit in _known(rows, "planted_hit_rate")]
    figures: dict[str, Any] = {key: _mean(rows, key) for key in PLANTED}
    figures["planted_hit_ci"] = None
    if hits:
        ci = binomtest(sum(hits), len(hits)).proportion_ci(method="wilson")
        figures["planted_hit_ci"] = [float(ci.low), float(ci.high)]
    return figures


def _figures(cases: Sequence[Row], planted: Sequence[Row]) -> dict[str, Any]:
    figures = _planted(planted)
    figures |= {key: _mean(cases, key) for key in MEANS}
    for key in MEDIANS:
        known = _known(cases, key)
        figures[key] = float(np.median(known)) if known else None
    figures |= {key: _p_value(_known(cases, gain)) for key, gain in GAINS.items()}
    return figures


def _p_value(gains: Sequence[float]) -> float | None:
    """Test whether paired gains lie above 0."""
    if not gains or not any(gains):
        return None
    return float(wilcoxon(gains, alternative="greater").pvalue)


def _known(rows: Sequence[Row], key: str) -> list[float]:
    return [row[key] for row in rows if row.get(key) is not None]


def _mean(rows: Sequence[Row], key: str) -> float | None:
    known = _known(rows, key)
    return float(np.mean(known)) if known else None


def summarise(document: Row) -> str:
    """
    Put a document into lines for the terminal.

    Parameters
    ----------
    document : mapping
        Of schema ecgkt.explanations/1.

    Returns
    -------
    str
    """
    lines = [f"default: {document['default']}, baseline: {document['baseline_text']}"]
    names = (*PLANTED, *MEANS, *MEDIANS, *GAINS)
    for method in document["methods"]:
        passed = sum(row["passes"] for row in method["by_class"])
        n_classes = len(method["by_class"])
        lines.append(f"{method['title']}: passes in {passed} of {n_classes} classes")
        lines += [
            f"  {name:30} {method[name]:.4g}"
            for name in names
            if method[name] is not None
        ]
        lines += [
            f"  {row['factor']}: hits {row['planted_hit_rate']:.2f} of {row['n']}"
            for row in method["by_factor"]
        ]
    return "\n".join(lines)
