"""What an adapter, and the study of adapters, found: in lines for the terminal."""

from typing import Any

from ecgkt.report.comparison_words import difference_text, number_text
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
    m = measured
    auroc = _change(m.auroc_before, m.auroc_after, m.auroc_gain)
    loss = _change(m.loss_before, m.loss_after, m.loss_gain)
    return f"macro AUROC {auroc}; log loss {loss}"


def _change(before: Figure, after: Figure, gain: Figure) -> str:
    ends = f"{number_text(before.value)} → {number_text(after.value)}"
    return f"{ends}, {difference_text(gain)}"


def site_rows(table: AdapterTable) -> list[dict[str, str]]:
    """Return one line per site and number of ECGs, for the card."""
    return [
        {
            "Site": row.name,
            "Kind": row.kind,
            "ECGs that taught": str(row.n_taught),
            "AUROC as shipped": number_text(row.measured.auroc_before.value),
            "Gain of AUROC": difference_text(row.measured.auroc_gain),
            "Log loss as shipped": number_text(row.measured.loss_before.value),
            "Change of log loss": difference_text(row.measured.loss_gain),
            "Recommended": f"{row.n_better} of {row.n_draws}",
        }
        for row in table.sites
    ]


def summarise(document: dict[str, Any]) -> str:
    """Put the study into lines, one per site and number of ECGs."""
    content = {name: value for name, value in document.items() if name != "schema"}
    table = AdapterTable.from_dict(content)
    lines = [table.rule]
    for row in table.sites:
        lines.append(
            f"{row.name}, {row.kind}, {row.n_taught} ECGs: "
            f"{figures_text(row.measured)}; recommended {row.n_better} of {row.n_draws}"
        )
    return "\n".join(lines)
