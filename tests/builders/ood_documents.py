"""An invented document of recordings unlike those that taught the model."""

from typing import Any


def share(hits: int, n: int = 100) -> dict[str, Any]:
    """Return a share with an interval that is made up."""
    part = hits / n
    return {"n": n, "hits": hits, "share": part, "ci": [part / 2, (1 + part) / 2]}


def ood_document() -> dict[str, Any]:
    """Return one as ``evaluate ood`` writes it; its figures are made up."""

    def row(kind, auroc, refused, flagged, noticed):
        return {
            "kind": kind,
            "auroc": {"value": auroc, "ci": [auroc - 0.01, auroc]},
            "refused": share(refused),
            "warned": share(0),
            "flagged": share(flagged),
            "noticed": share(noticed),
        }

    return {
        "schema": "ecgkt.ood/1",
        "command": "python -m ecgkt evaluate ood --store INVENTED",
        "rule": "Invented kinds.",
        "sha256": "0" * 64,
        "split": "tuning",
        "limit": 3.0,
        "clean_alarms": share(2),
        "scored_alarms": share(3),
        "rows": [
            row("white", 0.99, 80, 90, 95),
            row("reversed", 0.95, 0, 20, 25),
        ],
        "folders": [{"name": "elsewhere", "flagged": share(7)}],
    }
