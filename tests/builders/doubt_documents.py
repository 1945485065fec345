"""An invented document of what scores leave open."""

from typing import Any

from ecgkt.results.doubt import DoubtTable
from tests.builders.ood_documents import share


def doubt_document() -> dict[str, Any]:
    """Return one as ``evaluate doubt`` writes it; its figures are made up."""

    def row(code, low, high, n_open):
        return {
            "code": code,
            "n_present": 200,
            "n_absent": 1800,
            "low": low,
            "high": high,
            "kept_present": share(90),
            "kept_absent": share(91),
            "open": share(n_open),
        }

    unknown = dict.fromkeys(("low", "high", "kept_present", "kept_absent", "open"))
    return {
        "schema": "ecgkt.doubt/1",
        "command": "python -m ecgkt evaluate doubt --store INVENTED",
        "rule": "Invented limits.",
        "sha256": "0" * 64,
        "level": 0.9,
        "resplits": {"n": 200, "mean": 0.901, "sd": 0.012},
        "labels": [
            row("AFIB", 0.4, 0.1, 3),
            row("LVH", 0.1, 0.3, 22),
            {"code": "PSVT", "n_present": 3, "n_absent": 2180, **unknown},
        ],
        "referral": {
            "limit": 1.5,
            "referred": share(10),
            "wrong_referred": share(80),
            "wrong_kept": share(35),
        },
    }


def doubt_table() -> DoubtTable:
    """Return the same as its type."""
    document = doubt_document()
    del document["schema"]
    return DoubtTable.from_dict(document)
