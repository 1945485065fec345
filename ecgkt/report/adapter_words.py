"""What an adapter, and the study of adapters, found: in lines for the terminal."""

from typing import Any

from ecgkt.report.model_words import NOT_BETTER
from ecgkt.results.adapter import AdapterDocument, AdapterTable, BeforeAfter
from ecgkt.results.document import Figure

BETTER = "better than the model as shipped on records that did not teach it"


def verdict_text(measured: BeforeAfter) -> str:
    """Say whether an adapter is recommended; never more than was measured."""
    return BETTER if measured.is_better else NOT_BETTER


def adapter_lines(document: AdapterDocument) -> str:
    """
    Say what an adapter is and what it gains.

    Parameters
    ----------
    document : AdapterDocument
        Of the adapter.

    Returns
    -------
    str
        Lines without a closing line break.
    """
    model, measured = document.model, document.measured
    return "\n".join(
        [
            f"adapter {document.weights_sha256[:12]} of {document.site} for "
            f"{model.name} {model.version}, weights {model.sha256[:12]}",
            f"  taught by {document.n_records} ECGs of {document.n_patients} patients; "
            f"changes {len(document.statements)} statements",
            f"  on {measured.n_records} ECGs of {measured.n_patients} patients that "
            f"did not teach it, {measured.n_statements} statements:",
            f"  {figures_text(measured)}",
            f"  {verdict_text(measured)}",
        ]
    )


def figures_text(measured: BeforeAfter) -> str:
    """Return before, after and gain of both figures, with the gains' intervals."""
    auroc = _change(measured.auroc_before, measured.auroc_after, measured.auroc_gain, 3)
    loss = _change(measured.loss_before, measured.loss_after, measured.loss_gain, 4)
    return f"macro AUROC {auroc}; log loss {loss}"


def gain_text(gain: Figure, digits: int) -> str:
    """Return a gain with its interval."""
    if gain.value is None:
        return "not defined"
    text = f"{gain.value:+.{digits}f}"
    if gain.ci is not None:
        text += " ({:+.{d}f} to {:+.{d}f})".format(*gain.ci, d=digits)
    return text.replace("-", "−")


def _change(before: Figure, after: Figure, gain: Figure, digits: int) -> str:
    if before.value is None or after.value is None:
        return "not defined"
    pair = f"{before.value:.{digits}f} → {after.value:.{digits}f}"
    return f"{pair}, {gain_text(gain, digits)}"


def summarise(document: dict[str, Any]) -> str:
    """Put the study into lines, one per site and number of ECGs."""
    table = AdapterTable.from_dict(document)
    lines = [f"{'site':<44} {'kind':<10} ECGs  recommended"]
    for row in table.sites:
        lines.append(
            f"{row.name:<44} {row.kind:<10} {row.n_taught:>4}  {row.n_better} of "
            f"{row.n_draws}"
        )
        lines.append(f"    {figures_text(row.measured)}")
    return "\n".join(lines)
