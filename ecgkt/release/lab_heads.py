"""The laboratory heads that are shipped, with what was measured of them."""

from pathlib import Path
from typing import Any

from ecgkt.bundle.lab_heads import save_lab_heads
from ecgkt.files import to_json, write_atomically
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.labs.cross_validation import SEEDS, Say
from ecgkt.studies.labs.final_heads import RULES
from ecgkt.studies.labs.judge_heads import judge_heads


def bundle_labs(
    store: Path,
    normal: Path,
    *,
    out: Path = BUNDLED,
    seeds: tuple[int, ...] = SEEDS,
    say: Say | None = None,
) -> dict[str, Any]:
    """
    Judge laboratory heads across patients, learn them from all, and ship them.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare mimic-iv --window 24h --out`` wrote.
    normal : pathlib.Path
        What ``prepare ptb-xl --out`` wrote.
    out : pathlib.Path
        Folder of the model that the heads belong to: labs.safetensors, labs.json and
        results/labs.json are written there.
    seeds : tuple of int
        One split of the cross-validation for each.
    say : callable, optional
        Is told of progress.

    Returns
    -------
    dict
        Schema ecgkt.labs/1.

    Raises
    ------
    EcgktError
        As `judge_heads`.
    """
    judged, heads, chosen = judge_heads(
        store, folder=out, normal=normal, seeds=seeds, say=say
    )
    notes = {
        "command": "python -m ecgkt bundle-labs --store STORE --normal PTB_XL_STORE",
        "store": judged["store"],
        "normal": judged["normal"],
        "n_ecgs": judged["n_ecgs"],
        "n_patients": judged["n_patients"],
        "window_hours": judged["window_hours"],
        "chosen": chosen,
        "rules": RULES,
    }
    sha256 = judged["model"]["sha256"]
    save_lab_heads(out, heads, model_sha256=sha256, notes=notes)
    (out / "results").mkdir(exist_ok=True)
    write_atomically({out / "results" / "labs.json": to_json(judged)})
    return judged
