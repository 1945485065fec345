"""The card's figures on a folder of another hospital's records, coded in SNOMED CT."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.errors import EcgktError, RecordError
from ecgkt.evaluation.assess import mean_figures
from ecgkt.evaluation.calibration import slope_and_intercept
from ecgkt.evaluation.cases.sources import Cases, cases_of_folder
from ecgkt.evaluation.evaluate_bundled import SCHEMA, TITLE, figure_line
from ecgkt.evaluation.label_figures import LabelResult, label_figures
from ecgkt.evaluation.macros import STATEMENT_SETS
from ecgkt.pipeline.admit import admit
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.statistics.bootstrap import patient_weights
from ecgkt.types.record import Signal
from ecgkt.vocab.snomed import CONCEPTS
from ecgkt.vocab.statements import CODES

COMMAND = "python -m ecgkt evaluate bundled --challenge FOLDER --json"
ENOUGH = 10
"""Positives of a statement that is in the mean of those that occur often."""
BATCH = 64
SAY_EVERY = 500
RULE = (
    "Judged are the statements that a code of the folder means at least once; a record "
    "without such a code counts as negative for it. Each record counts as a person of "
    "its own, and is read as the app does: the first clean 10 s."
)


class Answers(NamedTuple):
    """
    What the model says of the records that can be judged.

    Attributes
    ----------
    logits : numpy.ndarray of shape (n_records, 71), float32
        Before calibration.
    labels : numpy.ndarray of shape (n_records, 71), uint8
        What the codes mean.
    left_out : Counter
        Records by the reason for which they are not judged.
    """

    logits: NDArray[np.float32]
    labels: NDArray[np.uint8]
    left_out: Counter[str]


def evaluate_challenge(
    challenge: Path,
    *,
    folder: Path = BUNDLED,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Evaluate a model folder on WFDB records that state SNOMED CT codes.

    Parameters
    ----------
    challenge : pathlib.Path
        Its headers, in folders too, have lines ``#Dx: 164889003,59118001``.
    folder : pathlib.Path
        The model; by default the shipped one.
    say : callable
        Told of the progress, and of what cannot be read.

    Returns
    -------
    dict
        Schema ecgkt.evaluation/1, its ``split`` null and without super-classes, for
        codes do not tell of their absence; with ``left_out``, ``rule`` and ``mapping``.

    Raises
    ------
    EcgktError
        If there is no such folder, no header states a code, or no record is left.
    """
    bundle = load_bundle(folder)
    cases = cases_of_folder(challenge, say)
    answers = ask(bundle, cases, say)
    if not len(answers.logits):
        reasons = ", ".join(f"{n} {why}" for why, n in answers.left_out.items() if n)
        raise EcgktError(
            f"expected records with a code that means a statement in {challenge.name}, "
            f"found none that can be judged: {reasons}"
        )
    n_records = len(answers.labels)
    return {
        "schema": SCHEMA,
        "command": COMMAND,
        "split": None,
        "source": challenge.name,
        "n_records": n_records,
        "n_patients": n_records,
        "left_out": dict(answers.left_out),
        "rule": RULE,
        "model": {"sha256": bundle.identity.sha256},
        **_figures(bundle, answers),
        "superclasses": [],
        "mapping": mapping(),
    }


def ask(bundle: Bundle, cases: Cases, say: Callable[[str], None]) -> Answers:
    """
    Score every record that the gates let pass and that has a statement.

    Parameters
    ----------
    bundle : Bundle
        The model.
    cases : Cases
        What to read.
    say : callable
        Told of the progress, and of what cannot be read.

    Returns
    -------
    Answers
    """
    left_out = Counter(
        {
            "without_dx": cases.n_bare,
            "unreadable": cases.n_damaged,
            "no_statement": 0,
            "refused": 0,
        }
    )
    logits, labels, waiting = [], [], []
    for number, truth in enumerate(cases.truths):
        signal = _signal(bundle, cases, number, left_out, say)
        if signal is not None:
            waiting.append(signal)
            labels.append([code in truth.stated for code in CODES])
        is_last = number == len(cases.truths) - 1
        if waiting and (len(waiting) == BATCH or is_last):
            logits.append(bundle.predict(np.stack(waiting)).shown.logits)
            waiting = []
        if (number + 1) % SAY_EVERY == 0:
            say(f"{number + 1} of {len(cases.truths)} records")
    shape = (0, len(CODES))
    return Answers(
        np.concatenate(logits) if logits else np.zeros(shape, np.float32),
        np.array(labels, dtype=np.uint8).reshape(-1, len(CODES)),
        left_out,
    )


def mapping() -> dict[str, Any]:
    """
    Return what the codes mean, both ways.

    Returns
    -------
    dict
        ``snomed``: name and statements by code; ``statements``: the codes that mean
        each statement, none for one that no code can express.
    """
    return {
        "snomed": {
            one.code: {"name": one.name, "statements": list(one.statements)}
            for one in CONCEPTS
        },
        "statements": {
            code: [one.code for one in CONCEPTS if code in one.statements]
            for code in CODES
        },
    }


def _signal(
    bundle: Bundle,
    cases: Cases,
    number: int,
    left_out: Counter[str],
    say: Callable[[str], None],
) -> Signal | None:
    """Return the model's input, or count why there is none."""
    truth = cases.truths[number]
    if not truth.stated:
        left_out["no_statement"] += 1
        return None
    try:
        record = cases.load(number)
    except RecordError as error:
        say(f"{truth.place}: {error}")
        left_out["unreadable"] += 1
        return None
    signal = admit(record, bundle.input_config).signal
    left_out["refused"] += signal is None
    return signal


def _figures(bundle: Bundle, answers: Answers) -> dict[str, Any]:
    occurring = np.flatnonzero(answers.labels.any(axis=0))
    decision = bundle.decision.statements
    calibrated = decision.calibrate(answers.logits)
    weights = patient_weights(np.arange(len(answers.labels)))
    found = {
        int(at): label_figures(
            CODES[at],
            calibrated[:, at],
            labels=answers.labels[:, at],
            weights=weights,
            threshold=decision.thresholds[at],
        )
        for at in occurring
    }
    slope, intercept = slope_and_intercept(
        calibrated[:, occurring].ravel(), answers.labels[:, occurring].ravel()
    )
    errors = [
        one.figures.ece
        for one in found.values()
        if one.figures.auroc is not None and one.figures.ece is not None
    ]
    return {
        "macro": {
            name: asdict(mean_figures(members))
            for name, members in _sets(found).items()
        },
        "calibration": {
            "ece": float(np.mean(errors)) if errors else None,
            "slope": slope,
            "intercept": intercept,
        },
        "labels": [asdict(one.figures) for one in found.values()],
    }


def _sets(found: dict[int, LabelResult]) -> dict[str, list[LabelResult]]:
    every = list(found.values())
    return {
        **{
            name: [found[at] for at in chosen if at in found]
            for name, chosen in STATEMENT_SETS.items()
        },
        "often": [one for one in every if one.figures.positives >= ENOUGH],
        "validated": [one for one in every if one.figures.validated],
    }


def summarise(document: dict[str, Any]) -> str:
    """
    Write the figures and the mapping as tables, for people.

    Parameters
    ----------
    document : dict
        What `evaluate_challenge` gave.

    Returns
    -------
    str
    """
    left = document["left_out"]
    lines = [
        f"{document['source']}: {document['n_records']} ECGs, weights "
        f"{document['model']['sha256'][:12]}; left out: {left['without_dx']} without "
        f"#Dx:, {left['unreadable']} unreadable, {left['no_statement']} with no code "
        f"that means a statement, {left['refused']} refused by the gates",
        document["rule"],
        TITLE,
    ]
    rows = [(name, mean["n_labels"], mean) for name, mean in document["macro"].items()]
    rows += [(row["code"], row["positives"], row) for row in document["labels"]]
    lines += [figure_line(*row) for row in rows]
    lines.append(f"often: at least {ENOUGH} positives; validated: at least 50")
    judged = {row["code"] for row in document["labels"]}
    codes = document["mapping"]["statements"]
    lines += [f"{code} <- {', '.join(codes[code])}" for code in codes if code in judged]
    return "\n".join(lines)
