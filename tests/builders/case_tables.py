"""Tables of invented cases: a label that women and wide beats are told badly of."""

import numpy as np

from ecgkt.results.cases.document import CaseSource
from ecgkt.results.cases.make_table import TableFacts, make_table
from ecgkt.results.cases.table import LABELS, CaseTable
from ecgkt.types.case import CaseRow, CaseTruth
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import CODES

AFIB = CODES.index("AFIB")
IDENTITY = ModelIdentity(name="invented", version="0", sha256="0" * 64)
SOURCE = CaseSource(kind="simulated", name="invented", seed=3)


def case_rows(n=400, *, seed=0, planted=True):
    """
    Rows of which a third has AFIB; of women it is told by chance, else well.

    Each patient has two ECGs; the tenth row is refused and has no scores.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(n):
        sex = "female" if number // 2 % 3 == 0 else "male"
        has_it = bool(rng.random() < 1 / 3)
        told = 0.0 if planted and sex == "female" else 3.0 * (has_it - 0.5)
        logits = rng.normal(-3, 0.5, len(CODES))
        logits[AFIB] = told + rng.normal()
        probabilities = 1 / (1 + np.exp(-logits))
        scores = {
            "logits": tuple(logits.tolist()),
            "probabilities": tuple(probabilities.tolist()),
            "superclasses": (0.2, 0.3, 0.4, 0.1, 0.1),
        }
        truth = CaseTruth(
            record_id=f"r{number}",
            patient=str(number // 2),
            place=str(number),
            stated={"AFIB": 100.0} if has_it else {"SR": 0.0, "IMI": 50.0},
            age=float(rng.integers(20, 90)),
            sex=sex,
            site=f"{number % 2}",
        )
        rows.append(
            CaseRow(
                truth=truth,
                verdict="refuse" if number == 9 else "accept",
                reasons=("Flat.",) if number == 9 else (),
                **({} if number == 9 else scores),
                measurements={"heart_rate_bpm": float(rng.integers(50, 120))},
                unmeasured={"qrs_ms": "too slow"},
                findings=("irregular_without_p",) if has_it else ("regular",),
                supports=("AFIB",) if has_it else (),
                contradicts=() if has_it else ("AFIB",),
            )
        )
    return rows


def case_table(n=400, **changes) -> CaseTable:
    """Put such rows into a table."""
    rows = case_rows(n, **changes)
    points = np.random.default_rng(1).normal(size=(n, 2))
    facts = TableFacts(
        command="python -m ecgkt evaluate cases --store INVENTED",
        is_simulated=True,
        model=IDENTITY,
        source=SOURCE,
        split="",
        truth="Invented.",
        thresholds=[0.5] * len(LABELS),
        map_rule="pca",
        has_superclasses=True,
    )
    return make_table(rows, points, facts)
