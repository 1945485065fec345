"""An explanation in words: what it is, what it is not, and its figures."""

from ecgkt.results.explanations import Checks
from ecgkt.types.explanation import BASELINES, BIN_S, METHODS, Explanation, TargetName
from ecgkt.vocab.labs import AbnormalityName, lab_title
from ecgkt.vocab.statements import DIAGNOSES, SUPERCLASSES

TITLE = "What moved this score"
MEANING = (
    "Shows which parts of the signal changed the model's number. It does not show "
    "where disease is, and it may be wrong when the score is right."
)
OWN_LEADS = (
    "The model reads I, II and V1–V6. III, aVR, aVL and aVF are computed from I and "
    "II and have no ribbon of their own."
)
NETWORKS_ALONE = (
    "The map is of the networks alone. Values measured from the trace score beside "
    "them, and what they add has no place on the trace."
)
FIXED_FEATURES = (
    "This laboratory score also uses measured beat features, which are held fixed: the "
    "map shows what moved it through the network alone."
)
TIME_ONLY = "Grad-CAM knows time and no leads: its ribbons are all alike."
ONE_WAVE = (
    "Occlusion takes a wave away in all beats at once: inside a wave, and between "
    "beats, it tells nothing apart."
)
_NAMES = {diagnosis.code: diagnosis.name for diagnosis in DIAGNOSES}


def target_title(target: TargetName) -> str:
    """
    Say which score is meant.

    Parameters
    ----------
    target : TargetName
        Any of a reading.

    Returns
    -------
    str
        A clinician's words, the code among them.

    Examples
    --------
    >>> target_title(TargetName("superclass", "MI"))
    'Myocardial infarction (MI, super-class)'
    >>> target_title(TargetName("lab", "Asparate Aminotransferase (AST) high"))
    'Aspartate aminotransferase (AST) high'
    """
    if target.kind == "lab":
        name, direction = target.code.rsplit(" ", 1)
        return lab_title(AbnormalityName(name, direction))
    if target.kind == "superclass":
        return f"{SUPERCLASSES[target.code]} ({target.code}, super-class)"
    return f"{_NAMES[target.code]} ({target.code})"


def caption_of(explanation: Explanation, why_greyed: str = "") -> tuple[str, ...]:
    """
    Write the lines that stand with the map on the sheet.

    Parameters
    ----------
    explanation : Explanation
        As the worker gave it.
    why_greyed : str
        Which checks the method failed for this score; empty if none.

    Returns
    -------
    tuple of str
        Title, meaning, target with method and baseline, and the reason for grey.
    """
    what = (
        f"{target_title(explanation.target)} · {METHODS[explanation.method]} · "
        f"compared with {BASELINES[explanation.baseline]}"
    )
    grey = (f"Grey: {why_greyed}.",) if why_greyed else ()
    empty = (explanation.empty_reason,) if explanation.empty_reason else ()
    return (TITLE, MEANING, what, *empty, *grey)


def facts_of(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    """
    List the figures that are printed with every map.

    Parameters
    ----------
    explanation : Explanation
        As the worker gave it.

    Returns
    -------
    tuple of tuple of str and str
        Name and value, ready to show.
    """
    gap = explanation.completeness_gap
    checked = {True: "passed", False: "not passed", None: "not made yet"}
    if explanation.empty_reason:
        checked[None] = "not made: the map is empty"
    facts = [
        ("Target", target_title(explanation.target)),
        ("Method", METHODS[explanation.method]),
        ("Baseline", BASELINES[explanation.baseline]),
        (
            "Score",
            f"{explanation.score:+.2f} log odds, of the baseline "
            f"{explanation.baseline_score:+.2f}",
        ),
        (
            "Completeness gap",
            "this method promises no sum" if gap is None else f"{100 * gap:.2f} %",
        ),
        ("Deletion check on this ECG", checked[explanation.deletion_passed]),
    ]
    if explanation.scale:
        full = f"{explanation.scale:.2g} log odds in {1000 * BIN_S:.0f} ms"
        facts.append(("Full colour", full))
    if explanation.net_to_abs is not None:
        facts.append(
            ("Net of all that pushes", f"{100 * explanation.net_to_abs:.0f} %")
        )
    for other, rho in explanation.agreement:
        text = "not defined" if rho is None else f"ρ {rho:.2f}"
        facts.append((f"Agreement with {METHODS[other]}", text))
    return tuple(facts)


def verdict_text(explanation: Explanation, checks: Checks) -> str:
    """
    Say in one line what a map is worth and where it led.

    Parameters
    ----------
    explanation : Explanation
        As the worker gave it.
    checks : Checks
        Of its method and target.

    Returns
    -------
    str
        "kept 9 of 10 checks · net push +1.2": the push is the score's distance from
        its baseline, in log odds.
    """
    push = explanation.score - explanation.baseline_score
    kept = f"kept {checks.kept} of {checks.made} checks"
    known = "not checked" if checks.state == "not checked" else kept
    return f"{known} · net push {push:+.1f}"


def choice_title(target: TargetName, checks: Checks) -> str:
    """Name a target where maps are chosen, with what its map is worth."""
    title = target_title(target)
    if checks.state == "passed":
        return title
    if checks.state == "failed":
        return f"{title} · failed its checks"
    return f"not checked: {title}"


def notes_of(explanation: Explanation) -> tuple[str, ...]:
    """Return what must be known of this kind of target and of this method."""
    notes = [OWN_LEADS]
    is_lab = explanation.target.kind == "lab"
    notes.append(FIXED_FEATURES if is_lab else NETWORKS_ALONE)
    if explanation.method == "grad_cam":
        notes.append(TIME_ONLY)
    if explanation.method == "occlusion":
        notes.append(ONE_WAVE)
    return tuple(notes)
