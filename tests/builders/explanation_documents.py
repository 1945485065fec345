"""An invented document of what was measured of the maps."""


def invented_document(sha256="0" * 64, **changes):
    """A document of plausible form whose numbers are typed in, not measured."""
    figures = {"planted_hit_rate": 0.9, "shift_rho": 0.95, "ms_per_map": 700.0}
    classes = [
        {"code": "statement:IMI", "n": 5, "passes": True, "fails": [], **figures},
        {
            "code": "superclass:MI",
            "n": 5,
            "passes": False,
            "fails": ["shift_rho"],
            **figures,
        },
        {"code": "lab:Potassium high", "n": 0, "passes": True, "fails": []},
    ]
    factor = {
        "factor": "Inferior ST elevation",
        "code": "statement:IMI",
        "n": 4,
        "planted_hit_rate": 0.75,
    }
    methods = [
        {
            "name": name,
            "title": name,
            **figures,
            "fails": [],
            "by_class": classes,
            "by_factor": [factor],
        }
        for name in ("occlusion", "integrated_gradients")
    ]
    limit = {
        "name": "shift_rho",
        "at_most": False,
        "value": 0.9,
        "text": "a moved signal moves its map",
        "source": "someone 2020",
        "methods": [],
    }
    document = {
        "schema": "ecgkt.explanations/1",
        "command": "python -m ecgkt evaluate explanations --store STORE --json",
        "model": {"sha256": sha256},
        "baseline": "line",
        "baseline_text": "each lead's slow baseline",
        "n_ecgs": 5,
        "data": {"store": "ptb-xl"},
        "note": "Invented for tests.",
        "limits": [limit],
        "default": "integrated_gradients",
        "methods": methods,
    }
    return {**document, **changes}
