"""An invented document of what the gates catch."""

from typing import Any


def share(n: int, hits: int) -> dict[str, Any]:
    """Return a share with an interval that is made up."""
    part = hits / n
    return {"n": n, "hits": hits, "share": part, "ci": [part / 2, (1 + part) / 2]}


def gate_document() -> dict[str, Any]:
    """Return one as ``evaluate gates`` writes it; its figures are made up."""
    nothing = {"n": 0, "hits": 0, "share": None, "ci": None}
    paced = {"noted_found": share(10, 5), "false_alarms": share(100, 1)}
    cut = [{"height_left": 0.5, "named": share(300, 240)}]
    return {
        "schema": "ecgkt.gates/1",
        "command": "python -m ecgkt evaluate gates --store INVENTED",
        "source": "invented",
        "split": "tuning",
        "n_records": 100,
        "fs": 100.0,
        "reversal": {
            "false_alarms": share(100, 2),
            "by_statement": {"NORM": {"any": share(50, 1), "arms": share(50, 0)}},
            "swaps": [
                {
                    "swap": "left and right arm",
                    "suspected": share(100, 98),
                    "named": share(100, 97),
                    "false_alarms": share(100, 0),
                }
            ],
        },
        "clipping": {"false_alarms": share(100, 3), "cut": cut},
        "pacing": {**paced, "least_fs": 450.0, "whatever_the_rate": paced},
        "noise": {
            "without_note": share(80, 2),
            "with_note": share(20, 10),
            "refused": share(100, 0),
        },
        "folders": [
            {
                "name": "elsewhere",
                "n_records": 40,
                "fs": 500.0,
                "reversal": share(40, 1),
                "arms": share(40, 0),
                "arms_found": share(40, 39),
                "clipping": share(40, 0),
                "cut": cut,
                "noise": share(40, 4),
                "pacing": {"noted_found": nothing, "false_alarms": share(40, 0)},
            }
        ],
    }
