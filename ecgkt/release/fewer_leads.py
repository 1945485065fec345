"""Finished runs of "fewer-leads" and "lost-leads" join the main model's folder."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.fewer_leads import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    join_states,
    pack_fewer_leads,
    unpack_fewer_leads,
)
from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.errors import CheckpointError
from ecgkt.evaluation.assess import Predictions
from ecgkt.evaluation.calibration import fit_platt_all
from ecgkt.evaluation.fewer_leads_figures import label_validity, score_sets, set_rows
from ecgkt.evaluation.filled_leads import choose_regressed, filled_rows
from ecgkt.evaluation.fit_decision import with_thresholds
from ecgkt.evaluation.predict_split import score_split
from ecgkt.files import to_json, write_atomically
from ecgkt.models.decision import Calibration
from ecgkt.models.fewer_leads import FewerLeads
from ecgkt.results.document import Weights
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.results.model_card import BUNDLED
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.stages.fewer_leads import FILLS, SCORES
from ecgkt.vocab.lead_sets import LEAD_SETS, LIMB, LeadSet
from ecgkt.vocab.statements import CODES

COMMAND = "python -m ecgkt bundle-fewer-leads SCORES FILLS --store STORE"
OTHERS = (
    LeadSet("II, V5", ("II", "V5")),
    LeadSet("I, II, V1, V5", (*LIMB, "V1", "V5")),
    LeadSet("I, II, V1-V3", (*LIMB, "V1", "V2", "V3")),
    LeadSet("I, II, V1-V4", (*LIMB, "V1", "V2", "V3", "V4")),
)
"""Sets that are not measured by themselves: do they keep what they are told?"""
Logits = dict[str, NDArray[np.float32]]
Pairs = tuple[tuple[str, str], ...]


class _Runs(NamedTuple):
    """The two runs that are shipped together."""

    scores: FinishedRun
    fills: FinishedRun


def release_fewer_leads(
    scores: Path, fills: Path, store: Path, *, out: Path = BUNDLED
) -> dict[str, Any]:
    """
    Calibrate each set of leads on tuning, judge on held-out, and join the model folder.

    Parameters
    ----------
    scores, fills : pathlib.Path
        Finished run folders of ``train fewer-leads`` and ``train lost-leads``.
    store : pathlib.Path
        The store they were trained on.
    out : pathlib.Path
        The main model's folder: fewer_leads.safetensors, fewer_leads.json and
        results/fewer-leads.json are written there.

    Returns
    -------
    dict
        Schema ecgkt.fewer-leads-results/1, as written.

    Raises
    ------
    CheckpointError
        If a run is not finished, damaged, of another stage or of another store.
    """
    runs = _Runs(load_run(scores), load_run(fills))
    data, bundle = open_store(store), load_bundle(out)
    for run, stage in zip(runs, (SCORES, FILLS), strict=True):
        _check(run, stage, data)
    draft = _unpack(_pack(runs, bundle, _undecided(), ()))
    main = {
        name: score_split(bundle.model, bundle.input_config, data, name)
        for name in ("tuning", "held_out")
    }
    scored = {name: _score(draft, data, name) for name in main}
    filled = {
        name: filled_rows(draft.filler, draft.input_config, data, split=name)
        for name in main
    }
    regressed = choose_regressed(filled["tuning"])
    files = _pack(runs, bundle, _decide(scored, main), regressed)
    shipped = _unpack(files)
    sets, truth = (*LEAD_SETS, *OTHERS), main["held_out"]
    rows = set_rows(scored["held_out"], truth, sets, shipped.sets)
    document = FewerLeadsTable(
        model=Weights(sha256=bundle.identity.networks),
        fewer=Weights(sha256=shipped.identity.sha256),
        regressed=regressed,
        n_records=len(truth.labels),
        n_patients=len(np.unique(truth.patient_ids)),
        sets=rows[: len(LEAD_SETS)],
        others=rows[len(LEAD_SETS) :],
        filled=filled,
        command=COMMAND,
    )
    content = {"schema": FewerLeadsTable.SCHEMA, **asdict(document)}
    (out / "results").mkdir(exist_ok=True)
    contents = {out / name: content for name, content in files.items()}
    table = out / "results" / FewerLeadsTable.FILE
    write_atomically({**contents, table: to_json(content)})
    return content


def _check(run: FinishedRun, stage: str, store: PreparedStore) -> None:
    if run.config["stage"] != stage:
        raise CheckpointError(
            f"expected a run of stage {stage}, found {run.config['stage']} in "
            f"{run.folder}"
        )
    if run.config["data_hash"] != store.manifest["data_hash"]:
        raise CheckpointError(f"{run.folder} was trained on another store than this")


def _score(fewer: FewerLeads, store: PreparedStore, split: str) -> Logits:
    sets = LEAD_SETS if split == "tuning" else (*LEAD_SETS, *OTHERS)
    config = fewer.input_config
    return score_sets(fewer.scorer, config, store, split=split, sets=sets)


def _undecided() -> dict[str, Any]:
    """Return neutral calibrations and no validity: nothing measured yet."""
    labels = [
        {"code": code, "validated": False, "auroc": None, "auroc_ci": None}
        for code in CODES
    ]
    decision = Calibration.neutral(len(CODES)).to_dict()
    return {one.name: {"decision": decision, "labels": labels} for one in LEAD_SETS}


def _decide(
    scored: dict[str, Logits], main: dict[str, Predictions]
) -> dict[str, dict[str, Any]]:
    """Fit each set on tuning, and judge its statements on held-out."""
    found, labels = {}, main["tuning"].labels
    for one in LEAD_SETS:
        logits = scored["tuning"][one.name]
        scale = with_thresholds(fit_platt_all(logits, labels), logits, labels)
        found[one.name] = {
            "decision": _rounded(scale).to_dict(),
            "labels": label_validity(scored["held_out"][one.name], main["held_out"]),
        }
    return found


def _rounded(scale: Calibration) -> Calibration:
    """Keep six digits: 24 sets of them are read at every start."""
    return Calibration(
        platt=tuple((round(slope, 6), round(shift, 6)) for slope, shift in scale.platt),
        thresholds=tuple(round(value, 6) for value in scale.thresholds),
    )


def _pack(
    runs: _Runs,
    bundle: Bundle,
    sets: dict[str, Any],
    regressed: tuple[tuple[str, str], ...],
) -> dict[str, bytes]:
    live = InputConfig.from_dict(runs.scores.config["input"]).without_overlap
    described = {
        "scorer": runs.scores.config["architecture"],
        "filler": runs.fills.config["architecture"],
        "input": live.to_dict(),
        "regressed": [list(pair) for pair in regressed],
        "sets": sets,
        "model_sha256": bundle.identity.networks,
    }
    notes = {
        "command": COMMAND,
        "training": {
            run.config["stage"]: {
                name: run.config.get(name)
                for name in ("seed", "recipe", "augmentation", "masking", "init")
            }
            for run in runs
        },
        "data_hash": runs.scores.config["data_hash"],
    }
    state = join_states(runs.scores.tensors, runs.fills.tensors)
    return pack_fewer_leads(state, described, notes)


def _unpack(files: dict[str, bytes]) -> FewerLeads:
    """Load what will be shipped: weights rounded as the file holds them."""
    document = json.loads(files[DOCUMENT_FILE])
    return unpack_fewer_leads(files[WEIGHTS_FILE], document)
