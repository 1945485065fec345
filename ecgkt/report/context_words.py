"""The second result with age and sex in words, apart from the reading."""

import math

from ecgkt.types.context import Context, ContextReading, ContextScore, Measured
from ecgkt.vocab.statements import DIAGNOSES

TITLE = "With age and sex (second result)"
APART = (
    "A second result, not the reading: that is of the ECG alone and stays as it is. "
    "Research and education only."
)
ATTENTION = (
    "Attention says which seconds of the ECG were weighed, not why a score changed."
)
NOTABLE = 1.25
"""Factor of the odds, up or down, from which a change is listed."""
NOTHING = f"No statement changes its odds by a factor of {NOTABLE:g} or its verdict."
NAMES = {statement.code: statement.name for statement in DIAGNOSES}


def known_text(context: Context) -> str:
    """
    Return what was used beside the ECG.

    Examples
    --------
    >>> known_text(Context(age=63, sex="female")), known_text(Context(age=95))
    ('63 years, female', '90 years or more')
    """
    words = []
    if context.age is not None:
        is_old = context.age > 90
        words.append("90 years or more" if is_old else f"{context.age:g} years")
    return ", ".join([*words, *filter(None, [context.sex])])


def notable(result: ContextReading) -> list[ContextScore]:
    """Return the statements that change beyond a limit, the most changed first."""
    limit = math.log(NOTABLE)
    chosen = [one for one in result.scores if one.is_turned or abs(one.shift) >= limit]
    return sorted(chosen, key=lambda one: -abs(one.shift))


def factor_text(log_odds: float) -> str:
    """
    Return a change of the odds as a factor.

    Examples
    --------
    >>> factor_text(math.log(1.5)), factor_text(-math.log(2))
    ('× 1.50', '÷ 2.00')
    """
    sign = "×" if log_odds >= 0 else "÷"
    return f"{sign} {math.exp(abs(log_odds)):.2f}"


def shift_text(score: ContextScore) -> str:
    """Return by what the odds change, and what each entry has in it."""
    parts = ", ".join(f"{name} {factor_text(v)}" for name, v in score.log_odds.items())
    return f"odds {factor_text(score.shift)}" + (
        f" ({parts})" if len(score.log_odds) > 1 else ""
    )


def verdict_text(score: ContextScore) -> str:
    """Return what becomes of the verdict; empty where it stays."""
    if not score.is_turned:
        return ""
    is_now = score.with_context >= score.threshold
    return "now above its threshold" if is_now else "now below its threshold"


def validity_text(score: ContextScore) -> str:
    """Return what was measured of a statement with age and sex."""
    auroc, is_validated = score.validity
    words = f"AUROC {figure_text(auroc)}" if auroc.value else "AUROC not measured"
    return words if is_validated else f"{words}, not validated"


def figure_text(figure: Measured, sign: str = "", digits: int = 2) -> str:
    """
    Return a figure with its interval.

    Examples
    --------
    >>> figure_text(Measured(0.0003, (-0.0001, 0.0007)), "+", 4)
    '+0.0003 (−0.0001 to +0.0007)'
    """
    if figure.value is None:
        return "not measured"
    text = f"{figure.value:{sign}.{digits}f}"
    if figure.ci is not None:
        low, high = (f"{end:{sign}.{digits}f}" for end in figure.ci)
        text += f" ({low} to {high})"
    return text.replace("-", "−")


def attention_text(result: ContextReading) -> str:
    """Return where each entry looked most, for those who cannot see it."""
    words = []
    for name, shares in result.attention.items():
        most = max(range(len(shares)), key=shares.__getitem__)
        start = result.crop_starts[most]
        words.append(
            f"{name}: {shares[most]:.0%} on the crop from {start:.1f} to "
            f"{start + result.crop_s:.1f} s"
        )
    return f"Largest attention of {'; '.join(words)}"


def gain_text(result: ContextReading) -> str:
    """Return what age and sex are worth, as measured."""
    ends = result.gain.ci
    is_told = ends is not None and (ends[0] > 0 or ends[1] < 0)
    return (
        f"On {result.n_judged:,} held-out ECGs age and sex change the macro AUROC of "
        f"the statements by {figure_text(result.gain, '+', 4)}"
        f"{'' if is_told else ': no gain can be told, for the ECG shows both'}."
    )


def model_text(result: ContextReading) -> str:
    """Return which weights corrected the scores."""
    model = result.model
    return f"{model.name} {model.version}, weights {model.sha256[:12]}"


def score_note(score: ContextScore) -> str:
    """Return all that is said of a changed statement beside its two probabilities."""
    words = shift_text(score), verdict_text(score), validity_text(score)
    return ", ".join(filter(None, words))


def change_text(score: ContextScore) -> str:
    """Return the two probabilities."""
    return f"{score.probability:.3f} → {score.with_context:.3f}"


def context_notes(result: ContextReading) -> list[str]:
    """Return what stands above or below the changed statements wherever they stand."""
    nothing = [] if notable(result) else [NOTHING]
    return [
        f"Used beside the ECG: {known_text(result.context)}. {APART}",
        *nothing,
        f"{gain_text(result)} {model_text(result)}.",
    ]


def context_text(result: ContextReading) -> str:
    """
    Put a second result into words, for the terminal.

    Parameters
    ----------
    result : ContextReading
        Any.

    Returns
    -------
    str
        Lines without a closing line break.
    """
    first, *rest = context_notes(result)
    rows = [
        f"    {NAMES[one.code]:<50} {change_text(one)}  {score_note(one)}"
        for one in notable(result)
    ]
    return "\n".join([f"  {TITLE}", f"    {first}", *rows, *(f"    {r}" for r in rest)])
