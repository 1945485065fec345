"""Untrained networks for fewer leads, and an invented document of their figures."""

import torch

from ecgkt.config import InputConfig
from ecgkt.models.decision import Calibration
from ecgkt.models.fewer_leads import FewerLeads, SetValidity
from ecgkt.models.masked import LeadFiller, MaskedClassifier, MaskedConfig
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.lead_sets import LEAD_SETS
from ecgkt.vocab.statements import CODES

TINY = MaskedConfig(channels=(8, 12), up_channels=(8, 8), blocks=1)


def tiny_fewer_leads() -> FewerLeads:
    """
    Return networks whose thresholds and AUROC differ from set to set, invented.

    From the first set on AUROC rises by 0.01 from 0.70; AFIB is never validated.
    """
    torch.manual_seed(0)
    return FewerLeads(
        scorer=MaskedClassifier(TINY).eval(),
        filler=LeadFiller(TINY).eval(),
        regressed=frozenset((("all but V2", "V2"),)),
        by_main=frozenset(("all but V2",)),
        input_config=InputConfig(crop_stride=2.5),
        sets={
            one.name: SetValidity(
                calibration=Calibration(
                    platt=((1.3, -0.2),) * 71, thresholds=(0.02 * place + 0.1,) * 71
                ),
                labels=tuple(invented_labels(0.7 + 0.01 * place)),
            )
            for place, one in enumerate(LEAD_SETS)
        },
        identity=ModelIdentity(name="tiny-fewer", version="0", sha256="3" * 64),
    )


def invented_labels(auroc: float) -> list[dict]:
    """Return figures of the 71 statements; one has too few positives."""
    return [
        {
            "code": code,
            "positives": 60,
            "validated": code != "AFIB",
            "auroc": auroc,
            "auroc_ci": (auroc - 0.02, auroc + 0.02),
        }
        for code in CODES
    ]


def fewer_leads_document() -> dict:
    """A document of ecgkt.fewer-leads-results/2 whose figures are invented."""
    figure = {"value": 0.81, "ci": [0.79, 0.83]}
    less = {"value": -0.12, "ci": [-0.14, -0.1]}
    gain = {"value": 0.03, "ci": [0.02, 0.04]}
    macro = {"n_labels": 70, "auroc": figure, "minus_all_leads": less}
    sets = [
        {
            "name": one.name,
            "calibrated_on": one.name,
            "by_main": one.name.startswith("all but V"),
            "all": macro,
            "validated": macro,
            "ece": 0.012,
        }
        for one in LEAD_SETS
    ]
    other = {**sets[1], "name": "II, V5", "calibrated_on": "II"}
    agreement = {"r": figure, "rmse_uv": {"value": 123.4, "ci": [120.0, 127.0]}}
    filled = [
        {
            "source": source,
            "lead": lead,
            "network": agreement,
            "regression": agreement,
            "difference_uv": {"value": -9.0, "ci": [-10.0, -8.0]},
        }
        for source, lead in (("I, II", "V1"), ("all but V3", "V3"))
    ]
    return {
        "schema": "ecgkt.fewer-leads-results/2",
        "command": "python -m ecgkt bundle-fewer-leads [SCORES FILLS] --store STORE",
        "model": {"sha256": "a" * 64},
        "fewer": {"sha256": "3" * 64},
        "regressed": [["all but V2", "V2"]],
        "n_records": 2198,
        "n_patients": 1904,
        "sets": sets,
        "others": [other],
        "tuning": [
            {"name": one, "network": figure, "main_minus_network": more}
            for one, more in (("I, II", less), ("all but V3", gain))
        ],
        "filled": {"tuning": filled, "held_out": filled},
    }
