"""A table of cases in words: what it is, and where the model is worse than overall."""

from ecgkt.results.cases.document import CasesDocument, Slice
from ecgkt.results.cases.groups import TITLES
from ecgkt.results.statistics.clusters import ShareWithError
from ecgkt.vocab.findings import find_measure

SHOWN = 10


def summarise(head: CasesDocument) -> str:
    """
    Describe a table for people at a terminal.

    Parameters
    ----------
    head : CasesDocument
        Of the table.

    Returns
    -------
    str
        A few lines: what it holds, what could not be measured, the worst slices.
    """
    lines = [
        f"{head.n_records} ECGs of {head.n_patients} patients, {head.n_scored} with "
        f"scores and labels; model {head.model.name} {head.model.version} "
        f"({head.model.sha256[:12]})",
        head.truth,
    ]
    never = [measure for measure in head.measures if not measure.n]
    if never:
        reasons = dict.fromkeys(measure.why_not for measure in never)
        names = ", ".join(find_measure(measure.name).title for measure in never[:5])
        more = f" and {len(never) - 5} more" if len(never) > 5 else ""
        lines.append(f"never measured: {names}{more} ({'; '.join(reasons)})")
    lines.append(
        f"worst of {head.n_slices} slices, p by Holm's method:"
        if head.slices
        else "no slice has enough ECGs with and without a label"
    )
    lines += [f"  {slice_text(one)}" for one in head.slices[:SHOWN]]
    return "\n".join(lines)


def slice_name(one: Slice) -> str:
    """Name the ECGs of a slice: "QRS duration above 110 ms"."""
    title = TITLES.get(one.group) or find_measure(one.group).title
    return f"{title} {one.level}"


def slice_text(one: Slice) -> str:
    """Say what was found in a slice, with its numbers."""
    low, high = one.gap_ci or (one.gap, one.gap)
    return (
        f"{one.label}, {slice_name(one)}: AUROC {one.auroc:.3f} against "
        f"{one.overall:.3f} overall, {one.gap:+.3f} ({low:+.3f} to {high:+.3f}); "
        f"{one.positives} of {one.n} ECGs have it; {p_text(one.p)}"
    )


def p_text(p: float) -> str:
    """
    Print a p value.

    Examples
    --------
    >>> p_text(0.0004), p_text(0.0312), p_text(1.0)
    ('p < 0.001', 'p = 0.031', 'p = 1')
    """
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.9995 else "p = 1"


ABBREVIATIONS = ("p", "pr", "qrs", "qtc", "st", "t", "q", "rbbb", "lbbb")


def finding_words(code: str) -> str:
    """
    Name a finding without its value.

    Examples
    --------
    >>> finding_words("irregular_without_p"), finding_words("qrs_normal")
    ('irregular without P', 'QRS normal')
    """
    words = code.split("_")
    return " ".join(
        word.upper().replace("QTC", "QTc") if word in ABBREVIATIONS else word
        for word in words
    )


def share_words(found: ShareWithError) -> str:
    """
    Print a share with its interval.

    Examples
    --------
    >>> share_words(ShareWithError(9, 10, 0.9, (0.596, 0.982)))
    '90.0 % (59.6–98.2)'
    """
    if found.value is None or found.interval is None:
        return "none there"
    low, high = (100 * edge for edge in found.interval)
    return f"{100 * found.value:.1f} % ({low:.1f}–{high:.1f})"
