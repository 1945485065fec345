"""An exact opinion as JSON-ready types, and back."""

from dataclasses import asdict, fields
from typing import Any

from ecgkt.types.reading import ModelIdentity, SecondOpinionReading

NUMBERS = ("constant", "log_odds", "net_share", "bias_share", "bin_s", "used_s")


def opinion_to_dict(opinion: SecondOpinionReading) -> dict[str, Any]:
    """
    Return an opinion in JSON-ready types.

    Parameters
    ----------
    opinion : SecondOpinionReading
        Of one recording.

    Returns
    -------
    dict
        Field by field.
    """
    values = asdict(opinion)
    return {**values, "bins": {k: list(v) for k, v in values["bins"].items()}}


def opinion_from_dict(values: Any) -> SecondOpinionReading:
    """
    Rebuild an opinion from what `opinion_to_dict` gave, JSON in between or not.

    Parameters
    ----------
    values : dict
        Field by field.

    Returns
    -------
    SecondOpinionReading

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is no such content.
    """
    names = {one.name for one in fields(SecondOpinionReading)}
    if not isinstance(values, dict) or set(values) != names:
        raise ValueError("expected the fields of an exact opinion")
    number = {name: float(values[name]) for name in NUMBERS}
    table = {
        name: {str(key): float(value) for key, value in values[name].items()}
        for name in ("probabilities", "thresholds", "leads")
    }
    return SecondOpinionReading(
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
