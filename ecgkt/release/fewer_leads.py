"""Networks for fewer leads join the main model's folder, from runs or as shipped."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load as parse_tensors
from torch import Tensor

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.fewer_leads import (
    DOCUMENT_FILE,
    FILES,
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
from ecgkt.evaluation.fewer_leads_figures import (
    compare_readers,
    label_validity,
    score_sets,
    set_rows,
)
from ecgkt.evaluation.filled_leads import choose_regressed, filled_rows
from ecgkt.evaluation.fit_decision import with_thresholds
from ecgkt.evaluation.predict_split import predict_split
from ecgkt.files import to_json, write_atomically
from ecgkt.models.decision import Calibration
from ecgkt.models.fewer_leads import FewerLeads
from ecgkt.results.document import Weights
from ecgkt.results.fewer_leads import FewerLeadsTable, ReaderRow
from ecgkt.results.model_card import BUNDLED
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.stages.fewer_leads import FILLS, SCORES
from ecgkt.vocab.lead_sets import LEAD_SETS, LIMB, LeadSet
from ecgkt.vocab.statements import CODES

COMMAND = "python -m ecgkt bundle-fewer-leads [SCORES FILLS] --store STORE"
OTHERS = (
    LeadSet("II, V5", ("II", "V5")),
    LeadSet("I, II, V1, V5", (*LIMB, "V1", "V5")),
    LeadSet("I, II, V1-V3", (*LIMB, "V1", "V2", "V3")),
    LeadSet("I, II, V1-V4", (*LIMB, "V1", "V2", "V3", "V4")),
)
"""Sets that are not measured by themselves: do they keep what they are told?"""
CANDIDATES = tuple(one for one in LEAD_SETS if set(LIMB) <= set(one.leads))
"""Sets that the main model may read: with both limb leads the others are estimated."""
SPLITS = ("tuning", "held_out")
Logits = dict[str, NDArray[np.float32]]


class _Networks(NamedTuple):
    """Scorer and filler as they will be shipped, and what is written of them."""

    state: Mapping[str, Tensor]
    described: dict[str, Any]
    notes: dict[str, Any]


class _Choice(NamedTuple):
    """What tuning decides: `FewerLeads.regressed` and `by_main`."""

    regressed: tuple[tuple[str, str], ...] = ()
    by_main: tuple[str, ...] = ()


NO_CHOICE = _Choice()


def release_fewer_leads(
    store: Path, *, runs: tuple[Path, Path] | None = None, out: Path = BUNDLED
) -> dict[str, Any]:
    """
    Choose who reads each set of leads on tuning, calibrate, judge on held-out, ship.

    Parameters
    ----------
    store : pathlib.Path
        The store that taught the networks.
    runs : tuple of pathlib.Path or None
        Finished run folders of ``train fewer-leads`` and ``train lost-leads``; None
        judges again what the folder holds.
    out : pathlib.Path
        The main model's folder: fewer_leads.safetensors, fewer_leads.json and
        results/fewer-leads.json are written there.

    Returns
    -------
    dict
        Schema ecgkt.fewer-leads-results/2, as written.

    Raises
    ------
    CheckpointError
        If a run is not finished, damaged, of another stage or of another store, or
        there are no runs and no networks.
    """
    data, bundle = open_store(store), load_bundle(out)
    networks = _shipped(out) if runs is None else _trained(runs)
    if networks.notes["data_hash"] != data.manifest["data_hash"]:
        raise CheckpointError("the networks were trained on another store than this")
    draft = _unpack(_pack(networks, bundle))
    main = {name: predict_split(bundle, data, name) for name in SPLITS}
    filled = {
        name: filled_rows(draft.filler, draft.input_config, data, split=name)
        for name in SPLITS
    }
    own = _score(draft, bundle, data, LEAD_SETS)
    choice = _Choice(choose_regressed(filled["tuning"]), tuple(map(_name, CANDIDATES)))
    draft = _unpack(_pack(networks, bundle, choice))
    read = _score(draft, bundle, data, CANDIDATES)
    # Both have read what both may; the better one stays.
    readers = compare_readers(own, read, main["tuning"])
    choice = choice._replace(by_main=tuple(r.name for r in readers if _is_better(r)))
    draft, sets = _unpack(_pack(networks, bundle, choice)), (*LEAD_SETS, *OTHERS)
    scored = {
        "tuning": own | {name: read[name] for name in choice.by_main},
        "held_out": _score(draft, bundle, data, sets, split="held_out"),
    }
    files = _pack(networks, bundle, choice, _decide(scored, main))
    shipped, truth = _unpack(files), main["held_out"]
    rows = set_rows(scored["held_out"], truth, sets, shipped.sets, shipped.by_main)
    document = FewerLeadsTable(
        model=Weights(sha256=bundle.identity.sha256),
        fewer=Weights(sha256=shipped.identity.sha256),
        regressed=choice.regressed,
        n_records=len(truth.labels),
        n_patients=len(np.unique(truth.patient_ids)),
        sets=rows[: len(LEAD_SETS)],
        others=rows[len(LEAD_SETS) :],
        tuning=readers,
        filled=filled,
        command=COMMAND,
    )
    content = {"schema": FewerLeadsTable.SCHEMA, **asdict(document)}
    (out / "results").mkdir(exist_ok=True)
    contents = {out / name: content for name, content in files.items()}
    table = out / "results" / FewerLeadsTable.FILE
    write_atomically({**contents, table: to_json(content)})
    return content


def _trained(folders: tuple[Path, Path]) -> _Networks:
    """Take the networks of two runs of one store."""
    scores, fills = map(load_run, folders)
    scores.expect_stage(SCORES)
    fills.expect_stage(FILLS)
    if scores.config["data_hash"] != fills.config["data_hash"]:
        raise CheckpointError(f"{fills.folder} was trained on another store")
    live = InputConfig.from_dict(scores.config["input"]).without_overlap
    return _Networks(
        state=join_states(scores.tensors, fills.tensors),
        described={
            "scorer": scores.config["architecture"],
            "filler": fills.config["architecture"],
            "input": live.to_dict(),
        },
        notes={
            "training": {run.config["stage"]: _recipe(run) for run in (scores, fills)},
            "data_hash": scores.config["data_hash"],
        },
    )


def _recipe(run: FinishedRun) -> dict[str, Any]:
    names = ("seed", "recipe", "augmentation", "masking", "init")
    return {name: run.config.get(name) for name in names}


def _shipped(folder: Path) -> _Networks:
    """Take the networks that are there."""
    weights, document = FILES.read(folder)
    return _Networks(
        state=parse_tensors(weights),
        described={name: document[name] for name in ("scorer", "filler", "input")},
        notes={name: document[name] for name in ("training", "data_hash")},
    )


def _name(one: LeadSet) -> str:
    return one.name


def _is_better(row: ReaderRow) -> bool:
    """Whether the main model is better by the whole interval."""
    ci = row.main_minus_network.ci
    return ci is not None and ci[0] > 0


def _score(
    fewer: FewerLeads,
    bundle: Bundle,
    store: PreparedStore,
    sets: tuple[LeadSet, ...],
    split: str = "tuning",
) -> Logits:
    return score_sets(
        lambda signals, name: fewer.logits(signals, name, bundle.score),
        fewer.input_config,
        store,
        split=split,
        sets=sets,
    )


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
    networks: _Networks,
    bundle: Bundle,
    choice: _Choice = NO_CHOICE,
    sets: dict[str, Any] | None = None,
) -> dict[str, bytes]:
    described = {
        **networks.described,
        "regressed": [list(pair) for pair in choice.regressed],
        "by_main": list(choice.by_main),
        "sets": sets or _undecided(),
        "model_sha256": bundle.identity.sha256,
    }
    notes = {"command": COMMAND, **networks.notes}
    return pack_fewer_leads(networks.state, described, notes)


def _unpack(files: dict[str, bytes]) -> FewerLeads:
    """Load what will be shipped: weights rounded as the file holds them."""
    document = json.loads(files[DOCUMENT_FILE])
    return unpack_fewer_leads(files[WEIGHTS_FILE], document)
