"""The model card: what is stated of one weights file."""

from collections.abc import Mapping, Sequence
from typing import Any

from ecgkt.dataset.store import SPLITS, PreparedStore
from ecgkt.evaluation.assess import Assessment
from ecgkt.evaluation.calibration import CALIBRATION_RULE
from ecgkt.evaluation.fit_decision import superclass_rule_text
from ecgkt.models.decision import Decision
from ecgkt.report.reading_json import INTENDED_USE
from ecgkt.results.model_card import ModelCard
from ecgkt.results.statistics.bootstrap import N_DRAWS, SEED
from ecgkt.results.statistics.operating import THRESHOLD_RULE
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import MIN_POSITIVES

DATASETS = {"ptb-xl": "PTB-XL (CC BY 4.0)"}

CREDITS = {
    "ptb-xl": (
        "Wagner et al., PTB-XL, a large publicly available electrocardiography "
        "dataset, Scientific Data 2020, doi:10.1038/s41597-020-0495-6",
        "Goldberger et al., PhysioBank, PhysioToolkit, and PhysioNet, Circulation "
        "2000, doi:10.1161/01.CIR.101.23.e215",
    )
}

INTERVAL_RULE = (
    f"95 % percentile interval of {N_DRAWS} bootstrap draws of patients (seed {SEED}); "
    "a draw that lacks one of a label's classes is left out for that label. For rare "
    "labels the draws overstate AUPRC, because a positive that is drawn twice ranks "
    "beside itself: there the interval leans upwards, and so does that of the macro."
)

LIMITS = (
    "Trained and judged on PTB-XL only, recorded with Schiller devices from 1989 to "
    "1996. Other devices, hospitals and years were not tested: expect lower figures.",
    "The labels are what readers wrote in reports, not outcomes; a statement counts "
    "as present whatever the likelihood it was given.",
    "Predictive values and calibration hold at the prevalence of the held-out fold, "
    "not where a disease is rarer or commoner.",
    "The signal enters at 100 Hz: nothing above 50 Hz is seen, such as pacing spikes.",
    "Patients under 18 years and paced rhythms are outside the intended use.",
    "Subgroups (sex, age, site, device, quality) and noise are judged on the tuning "
    "fold only.",
    "What is not detected is not ruled out; what has no statement is not looked for.",
)
"""True of any model trained on PTB-XL at 100 Hz (recording: Wagner et al. 2020)."""


def describe_data(store: PreparedStore) -> dict[str, Any]:
    """
    State which records trained, tuned and tested the model.

    Parameters
    ----------
    store : PreparedStore
        What training and evaluation read.

    Returns
    -------
    dict
        The card's ``data``: counts per split, folds, credits, hash of the store.
    """
    source = store.manifest["source"]
    parts = {name: store.records.iloc[store.split(name)] for name in SPLITS}
    return {
        "dataset": DATASETS.get(source, source),
        "folds": {
            name: sorted(int(fold) for fold in part["fold"].unique())
            for name, part in parts.items()
        },
        "n_records": {name: len(part) for name, part in parts.items()},
        "n_patients": {
            name: int(part["patient_id"].nunique()) for name, part in parts.items()
        },
        "credits": list(CREDITS.get(source, ())),
        "data_hash": store.manifest["data_hash"],
    }


def crops_rule(brief: Sequence[str]) -> str:
    """
    Say how the crops of a recording become one score.

    Examples
    --------
    >>> crops_rule([])
    'The networks score by the mean logit over all crops of a recording.'
    """
    usual = "The networks score by the mean logit over all crops of a recording"
    if not brief:
        return f"{usual}."
    # One moment decides these, and most crops do not show it.
    return f"{usual}; {', '.join(sorted(brief))} by the mean odds."


def build_card(
    assessment: Assessment,
    *,
    identity: ModelIdentity,
    decision: Decision,
    rules: Mapping[str, str],
    data: dict[str, Any],
    training: dict[str, Any],
    created: str,
) -> ModelCard:
    """
    Put figures, rules and limits together.

    Parameters
    ----------
    assessment : Assessment
        On the held-out split.
    identity : ModelIdentity
        Of the weights that were evaluated.
    decision : Decision
        Under which they were evaluated.
    rules : mapping of str to str
        How a score comes about, in words; those that hold for every model are added.
    data : dict
        What `describe_data` gave.
    training : dict
        What training says of itself, JSON-ready: command, seed, epochs …
    created : str
        Date, YYYY-MM-DD.

    Returns
    -------
    ModelCard
        Complete for every code of the vocabulary.
    """
    rare = sum(not label.validated for label in assessment.labels)
    few = (
        f"{rare} of {len(assessment.labels)} statements have fewer than "
        f"{MIN_POSITIVES} positives on the held-out fold: shown as not validated."
    )
    return ModelCard(
        name=identity.name,
        version=identity.version,
        sha256=identity.sha256,
        created=created,
        data=data,
        training=training,
        rules={
            **rules,
            "threshold": THRESHOLD_RULE,
            "superclass": superclass_rule_text(decision.superclass_rule),
            "calibration": CALIBRATION_RULE,
            "interval": INTERVAL_RULE,
        },
        macro=assessment.macro,
        calibration=assessment.calibration,
        labels=assessment.labels,
        superclasses=assessment.superclasses,
        limits=(few, *LIMITS),
        intended_use=INTENDED_USE,
    )
