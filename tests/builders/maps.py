"""An invented explanation of one score."""

import numpy as np

from ecgkt.types.explanation import Explanation, TargetName
from ecgkt.vocab.leads import INDEPENDENT_LEADS


def explanation(**changes):
    bands = np.zeros((8, 250), np.float32)
    bands[2, 100] = 1.0
    values = {
        "target": TargetName("statement", "IMI"),
        "method": "integrated_gradients",
        "baseline": "line",
        "leads": INDEPENDENT_LEADS,
        "bands": bands,
        "beat_bands": bands / 2,
        "scale": 0.4,
        "beat_scale": 0.1,
        "lead_shares": (0.0, 0.0, 100.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        "score": 1.0,
        "baseline_score": 0.0,
        "completeness_gap": 0.0,
        "net_to_abs": 1.0,
    }
    return Explanation(**{**values, **changes})
