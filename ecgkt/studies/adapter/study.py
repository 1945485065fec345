"""What site adapters gain, by site and by the number of ECGs that taught them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.patient_folds import first_patients, hashed_share
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.models.decision import Decision
from ecgkt.results.adapter import AdapterTable, SiteRow
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.adapter.before_after import FOLDS, cross_fit, judge_adapters
from ecgkt.studies.adapter.sites import (
    CARTS,
    MOST,
    Site,
    cart_site,
    ludb_site,
    ptb_xl_sites,
)
from ecgkt.training.stages.adapt import LEAST, PRIOR, fit_adapter
from ecgkt.vocab.statements import CODES

SIZES = (50, 200, 500)
N_TAUGHT = 5
"""Adapters of each size, each taught by other draws of patients."""
MIN_POSITIVES = 20
"""Of a statement among the judged, and without it, to be in the mean."""
COMMAND = "python -m ecgkt evaluate adapter --store STORE --ludb LUDB --split {} --json"
RULE = (
    "Half of the patients of a site teach, the other half judge every adapter of it: "
    f"{N_TAUGHT} of each size, taught by other draws of patients; means over them, and "
    f"intervals that span patients and draws. Statements with {MIN_POSITIVES} judged "
    "ECGs with and without them count. An adapter changes those with "
    f"{LEAST} ECGs of its own with and without them, and a squared weight costs "
    f"{PRIOR:g} / n. Recommended: what its own ECGs show when each is read by an "
    f"adapter that other patients taught. LUDB is judged so as a whole, in {FOLDS} "
    f"parts. The first {MOST} ECGs of PTB-XL's split; simulated sites are these, "
    "altered as another cart would."
)


def evaluate_adapter(
    store: Path,
    *,
    ludb: Path,
    split: str = "tuning",
    folder: Path = BUNDLED,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Adapt the model to sites, and judge it on patients that did not teach.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare ptb-xl`` wrote.
    ludb : pathlib.Path
        In LUDB's layout, with its ludb.csv.
    split : str
        "tuning", on which the recipe was chosen, or "held_out".
    folder : pathlib.Path
        The model; by default the shipped one.
    say : callable
        Told of each row.

    Returns
    -------
    dict
        Schema ecgkt.adapters/1.

    Raises
    ------
    EcgktError
        If the store is not one of the 71 statements at the model's rate, or LUDB is
        not as it should be.
    """
    bundle, opened = load_bundle(folder), open_store(store)
    if opened.names != CODES or "site" not in opened.records:
        raise EcgktError(
            "expected a store of PTB-XL with its sites, found one of "
            f"{opened.manifest['source']}: prepare ptb-xl makes one"
        )
    rows: list[SiteRow] = []

    def add(made: Iterator[SiteRow]) -> None:
        for row in made:
            rows.append(row)
            say(f"{row.name}, {row.n_taught} ECGs: {row.measured.auroc_gain.value}")

    for name in CARTS:
        site = cart_site(bundle, opened, split, name)
        add(judged_halves(site, bundle.decision))
    for site in ptb_xl_sites(bundle, opened, split):
        add(judged_halves(site, bundle.decision))
    add(judged_whole(ludb_site(bundle, ludb), bundle.decision))
    return AdapterTable(
        command=COMMAND.format(split),
        rule=RULE,
        sha256=bundle.identity.sha256,
        split=split,
        sites=tuple(rows),
    ).to_dict()


def judged_halves(site: Site, decision: Decision) -> Iterator[SiteRow]:
    """
    Teach adapters by some of one half of a site's patients, and judge by the other.

    Parameters
    ----------
    site : Site
        Its larger sizes are left out where half of it holds no so many ECGs.
    decision : Decision
        Of the model.

    Yields
    ------
    SiteRow
        One per size.
    """
    is_teaching = hashed_share(site.local.patient_ids, 0.5, seed=0)
    teaching, judging = site.local.only(is_teaching), site.local.only(~is_teaching)
    positives = judging.labels.sum(axis=0, dtype=int)
    enough = np.minimum(positives, len(judging.labels) - positives) >= MIN_POSITIVES
    for size in SIZES:
        if size > len(teaching.labels):
            return
        drawn = [
            teaching.only(first_patients(teaching.patient_ids, size, seed=seed))
            for seed in range(N_TAUGHT)
        ]
        adapters = [fit_adapter(local, decision) for local in drawn]
        own = [cross_fit(local, decision, seed=0) for local in drawn]
        yield SiteRow(
            name=site.name,
            kind=site.kind,
            n_taught=size,
            n_draws=N_TAUGHT,
            n_better=sum(one.is_better for one in own),
            measured=judge_adapters(
                adapters, judging, np.flatnonzero(enough), decision
            ),
        )


def judged_whole(site: Site, decision: Decision) -> Iterator[SiteRow]:
    """Yield the one row of a site that is too small to be halved."""
    measured = cross_fit(site.local, decision, seed=0)
    yield SiteRow(
        name=site.name,
        kind=site.kind,
        n_taught=round(len(site.local.labels) * (1 - 1 / FOLDS)),
        n_draws=1,
        n_better=int(measured.is_better),
        measured=measured,
    )
