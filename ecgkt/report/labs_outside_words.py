"""Laboratory heads with outside knowledge, in words and tables."""

from typing import Any

from ecgkt.results.document import Figure
from ecgkt.results.labs_outside import LabsOutside


def arm_rows(table: LabsOutside) -> list[dict[str, str]]:
    """Return one line per arm."""
    return [
        {
            "Heads": arm.what,
            "Mean AUROC": _text(arm.mean_auroc),
            "Against the shipped": _text(arm.minus_shipped, sign="+"),
            "Weighed by precision": f"{arm.precise_auroc:.3f}",
            "Readable": f"{arm.n_readable} of {table.n_targets}",
            "At a false-discovery rate of 5 %": str(arm.n_discovered),
        }
        for arm in table.arms
    ]


def outside_text(table: LabsOutside) -> str:
    """Say what was learned from other patients, and how well it is known."""
    body = table.body
    told = [
        f"{one.abnormality} by simulation alone {_text(one.auroc)}"
        f"{'' if one.is_used else ', not used'}"
        for one in table.zero_shot
    ]
    return (
        f"From the ECG, on {body.n} others: age within {body.age_mae:.1f} years on "
        f"average (r {body.age_r:.2f}), sex AUROC {body.sex_auroc:.3f}, BMI r "
        f"{body.bmi_r:.2f}. AUROC of {'; '.join(told)}."
    )


def summarise(document: dict[str, Any]) -> str:
    """
    Write the document as a table, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.labs-outside/1.

    Returns
    -------
    str
    """
    table = LabsOutside.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    lines = []
    for row in arm_rows(table):
        what, *figures = row.values()
        lines.append(f"{what:<62}" + "".join(f"{one:<26}" for one in figures))
    lines += [outside_text(table), table.rule]
    return "\n".join(line.rstrip() for line in lines)


def _text(figure: Figure, *, sign: str = "") -> str:
    if figure.value is None or figure.ci is None:
        return "not measured"
    low, high = figure.ci
    text = f"{figure.value:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"
    return text.replace("-", "−")
