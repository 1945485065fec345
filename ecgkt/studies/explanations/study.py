"""Are the explanations true? Every method measured on real and simulated ECGs."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.lab_heads import load_lab_heads
from ecgkt.dataset.store import open_store
from ecgkt.explain.baselines import baseline_for
from ecgkt.explain.methods import attribute
from ecgkt.files import write_atomically
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.explanations.cases import (
    ExplainedClass,
    PlacedCase,
    choose_classes,
    each_case,
    find_cases,
    shown_probabilities,
    threshold_of,
)
from ecgkt.studies.explanations.checks import Case, Checker
from ecgkt.studies.explanations.document import make_document
from ecgkt.studies.explanations.models import Models, gather_models
from ecgkt.studies.explanations.simulated_causes import (
    FACTORS,
    Planted,
    find_planted,
    load_planted,
    planted_figures,
)
from ecgkt.types.explanation import DEFAULT_BASELINE, METHODS
from ecgkt.types.record import Signal

N_ECGS = 50
N_COSTLY = 20
"""Of a class's ECGs: on these the checks that need many maps are made."""
SHARES = {"gradient_times_signal": 2 / 3, "grad_cam": 2 / 3, "occlusion": 1 / 4}
"""Of both, the first ECGs, for methods that kept all limits in no class with the first
model; a map of the last one takes forty passes."""

Say = Callable[[str], None]
Result = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ExplanationStudy:
    """
    What is judged, on what.

    Attributes
    ----------
    store : pathlib.Path
        PTB-XL, prepared.
    simulated : pathlib.Path or None
        A simulated cohort with masks; without it nothing planted is looked for.
    runs : tuple of pathlib.Path
        Runs of other seeds, and of shuffled labels.
    n_ecgs : int
        Of each class and of each factor.
    methods : tuple of str
        Keys of `METHODS`.
    baseline : str
        A key of `ecgkt.types.explanation.BASELINES`.
    model : pathlib.Path
        Folder of the judged model.
    work : pathlib.Path or None
        Where each measured ECG is kept, so that a later call goes on.
    """

    store: Path
    simulated: Path | None = None
    runs: tuple[Path, ...] = ()
    n_ecgs: int = N_ECGS
    methods: tuple[str, ...] = tuple(METHODS)
    baseline: str = DEFAULT_BASELINE
    model: Path = BUNDLED
    work: Path | None = None


def judge_explanations(
    study: ExplanationStudy, *, say: Say = lambda _text: None
) -> dict[str, Any]:
    """
    Judge every method.

    Parameters
    ----------
    study : ExplanationStudy
        What on what.
    say : callable
        Hears of the progress.

    Returns
    -------
    dict
        Document of schema ecgkt.explanations/1.

    Raises
    ------
    EcgktError
        If data, model or runs cannot be read.
    """
    bundle = load_bundle(study.model)
    heads = load_lab_heads(study.model, bundle.identity.networks)
    models = gather_models(bundle, heads, list(study.runs))
    all_cases = _cases(study, models, say)
    all_planted = _planted(study, models, say)
    checker = Checker(models, study.baseline)
    stamp = _stamp(study, models)
    results: dict[str, Result] = {}
    for method in study.methods:
        cases = cases_of(method, all_cases, study.n_ecgs)
        planted = planted_of(method, all_planted, study.n_ecgs)
        say(f"{METHODS[method]}: {len(cases)} ECGs, {len(planted)} simulated")
        check = partial(_check, checker, method, cases)
        hit = partial(_hit, models, method, planted, study.baseline)
        results[method] = {
            kind: _each(measure, n, study.work and study.work / f"{name}.jsonl", say)
            for kind, measure, n, name in (
                ("cases", check, len(cases), f"{method}-cases-{stamp}"),
                (
                    "planted",
                    hit,
                    len(planted),
                    f"{method}-planted-{study.n_ecgs}-{stamp}",
                ),
            )
        }
    return make_document(
        results,
        bundle=bundle,
        baseline=study.baseline,
        n_ecgs=study.n_ecgs,
        n_costly=min(N_COSTLY, study.n_ecgs),
        data={
            "store": str(open_store(study.store).manifest["source"]),
            "simulated": study.simulated is not None,
            "runs": [
                {"seed": run.seed, "epochs": run.epochs, "shuffled": is_shuffled}
                for runs, is_shuffled in (
                    (models.seeds, False),
                    (models.shuffled, True),
                )
                for run in runs
            ],
        },
    )


def _cases(study: ExplanationStudy, models: Models, say: Say) -> list[PlacedCase]:
    store = open_store(study.store)
    seen: dict[int, Any] = {}

    def find(chosen: ExplainedClass) -> list[Signal]:
        signals = find_cases(models, store, chosen, study.n_ecgs, seen)
        say(f"{chosen.target.key}: {len(signals)} ECGs that the model calls rightly")
        return signals

    return each_case(choose_classes(models.bundle, models.heads), find)


def cases_of(method: str, cases: Sequence[PlacedCase], n_ecgs: int) -> list[Case]:
    """Return a method's share of the ECGs of every class, the first ones."""
    share = SHARES.get(method, 1.0)
    return [
        Case(target, signal, place < share * N_COSTLY)
        for target, signal, place in cases
        if place < share * n_ecgs
    ]


def _planted(study: ExplanationStudy, models: Models, say: Say) -> list[Planted]:
    if study.simulated is None:
        return []
    config = models.bundle.input_config
    kept: list[Planted] = []
    for factor in FACTORS:
        try:
            threshold = threshold_of(models.bundle, models.heads, factor.target)
        except ValueError:
            continue  # this model has no such score
        called, n_seen = [], 0
        for record, path in find_planted(study.simulated, factor, config):
            planted = load_planted(study.simulated, record, path, factor, config)
            if planted is None:
                continue
            n_seen += 1
            column = models.scores(planted.signal).index(factor.target)
            if shown_probabilities(models, planted.signal)[column] >= threshold:
                called.append(planted)
            if len(called) == study.n_ecgs or n_seen == 6 * study.n_ecgs:
                break
        say(f"{factor.name}: {len(called)} of {n_seen} simulated ECGs are called")
        kept += called
    return kept


def planted_of(method: str, planted: Sequence[Planted], n_ecgs: int) -> list[Planted]:
    """Return a method's share of the simulated ECGs of every cause, the first ones."""
    most, seen, first = SHARES.get(method, 1.0) * n_ecgs, Counter[str](), []
    for ecg in planted:
        if seen[ecg.factor.name] < most:
            first.append(ecg)
        seen[ecg.factor.name] += 1
    return first


def _check(checker: Checker, method: str, cases: Sequence[Case], number: int) -> Result:
    case = cases[number]
    return {"code": case.target.key, **checker.check(method, case, number)}


def _hit(
    models: Models, method: str, planted: Sequence[Planted], baseline: str, number: int
) -> Result:
    ecg = planted[number]
    signal, target = ecg.signal, ecg.factor.target
    model = models.scores(signal)
    fs, column = model.config.fs, model.index(target)
    start = baseline_for(signal, fs, baseline, target)
    attribution = attribute(method, model, signal, column, baseline=start)
    return {
        "factor": ecg.factor.name,
        "code": target.key,
        **planted_figures(attribution, ecg, fs),
    }


def _each(
    measure: Callable[[int], Result], n: int, kept: Path | None, say: Say
) -> list[Result]:
    """Measure every ECG, or go on after those whose lines are whole."""
    results: list[Result] = []
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        lines = kept.read_text("utf-8").splitlines(True) if kept.exists() else []
        whole = [line for line in lines if line.endswith("\n")]
        write_atomically({kept: "".join(whole).encode()})
        results = [json.loads(line) for line in whole[:n]]
    for number in range(len(results), n):
        results.append(measure(number))
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(results[-1], allow_nan=False) + "\n")
        if number % 25 == 24:
            say(f"  {number + 1} of {n}")
    return results


def _stamp(study: ExplanationStudy, models: Models) -> str:
    """Name what kept results depend on."""
    manifest = open_store(study.store).manifest
    # Not how many: the ECGs of a smaller study are the first ones of a larger study.
    parts = (
        models.bundle.identity.networks,
        None if models.heads is None else models.heads.weights.tobytes(),
        manifest.get("data_hash"),
        None if study.simulated is None else study.simulated.name,
        [(run / "DONE").read_bytes() for run in study.runs],
        study.baseline,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
