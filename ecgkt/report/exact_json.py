"""An exact opinion as JSON-ready types, and back."""

from dataclasses import asdict, fields
from typing import Any

from ecgkt.reading import ExactOpinion, ModelIdentity

NUMBERS = ("constant", "log_odds", "net_share", "bias_share", "bin_s", "used_s")


def opinion_to_dict(opinion: ExactOpinion) -> dict[str, Any]:
    """
    Return an opinion in JSON-ready types.

    Parameters
    ----------
    opinion : ExactOpinion
        Of one recording.

    Returns
    -------
    dict
        Field by field.

    Raises
    ------
    TypeError
        If it is something else.
    """
    values = asdict(opinion)
    return {**values, "bins": {k: list(v) for k, v in values["bins"].items()}}


def opinion_from_dict(values: Any) -> ExactOpinion:
    """
    Rebuild an opinion from what `opinion_to_dict` gave, JSON in between or not.

    Parameters
    ----------
    values : dict
        Field by field.

    Returns
    -------
    ExactOpinion

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is no such content.
    """
    names = {one.name for one in fields(ExactOpinion)}
    if not isinstance(values, dict) or set(values) != names:
        raise ValueError("expected the fields of an exact opinion")
    number = {name: float(values[name]) for name in NUMBERS}
    table = {
        name: {str(key): float(value) for key, value in values[name].items()}
        for name in ("probabilities", "thresholds", "leads")
    }
    return ExactOpinion(
        model=ModelIdentity(**values["model"]),
        probabilities=table["probabilities"],
        thresholds=table["thresholds"],
        code=str(values["code"]),
        constant=number["constant"],
        log_odds=number["log_odds"],
        leads=table["leads"],
        net_share=number["net_share"],
        bias_share=number["bias_share"],
        bins={
            str(lead): tuple(float(value) for value in row)
            for lead, row in values["bins"].items()
        },
        bin_s=number["bin_s"],
        used_s=number["used_s"],
    )
