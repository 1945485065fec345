"""Whether the score tells recordings that the model was never shown from ECGs."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.familiarity import load_familiarity
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.errors import EcgktError, RecordError
from ecgkt.evaluation.screen import Screened, records_of, screen, tuning_halves
from ecgkt.evaluation.shares import share
from ecgkt.io.read_path import read_path
from ecgkt.models.familiarity import Familiarity
from ecgkt.pipeline.admit import admit
from ecgkt.quality.inspected import INDEPENDENT
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.results.document import Figure
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.ood import ForeignRow, OodTable, OtherFolder
from ecgkt.results.shares import Share
from ecgkt.results.statistics.bootstrap import estimate, patient_weights
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.simulate.foreign_signals import foreign_signal
from ecgkt.types.record import EcgRecord, Floats
from ecgkt.vocab.foreign_kinds import ForeignKind

KINDS = get_args(ForeignKind)
N_CLEAN = 600
"""Of the half of the tuning split on which no limit was set, before the gates."""
N_FOREIGN = 200
SEED = 34
COMMAND = "python -m ecgkt evaluate ood --store STORE{also} --json"
RULE = (
    "Each kind was made at the store's rate, the altered ECGs out of clean ones that "
    "it is held against, and read as the app does. No such recording was used to fit "
    "the score; its limit was set on other patients of the same split."
)


class Judge(NamedTuple):
    """
    What judges a recording.

    Attributes
    ----------
    bundle : Bundle
        The model.
    familiarity : Familiarity
        Its own.
    """

    bundle: Bundle
    familiarity: Familiarity

    def is_flagged(self, seen: Screened) -> NDArray[np.bool_]:
        """Tell which scores lie above the limit."""
        return self.familiarity.scores(seen.prediction) > self.familiarity.limit


class Clean(NamedTuple):
    """
    ECGs that the gates accept without a word.

    Attributes
    ----------
    records : list of EcgRecord
        As stored.
    patients : numpy.ndarray of shape (n,)
        Whose.
    scores : numpy.ndarray of shape (n,), float64
        How unfamiliar.
    """

    records: list[EcgRecord]
    patients: NDArray
    scores: Floats


def evaluate_ood(
    store: Path,
    *,
    folder: Path = BUNDLED,
    folders: Sequence[Path] = (),
    n_clean: int = N_CLEAN,
    n_foreign: int = N_FOREIGN,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Hold recordings that are no ordinary ECGs against clean ones.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare ptb-xl`` wrote.
    folder : pathlib.Path
        The model with what is familiar to it; by default the shipped one.
    folders : sequence of pathlib.Path
        Of WFDB recordings, to be judged as they are.
    n_clean, n_foreign : int
        ECGs drawn, and recordings of each kind.
    say : callable
        Told of each kind.

    Returns
    -------
    dict
        Schema ecgkt.ood/1.

    Raises
    ------
    EcgktError
        If the model has nothing that is familiar to it, the store does not fit it, no
        clean ECG is in the store, or a folder holds no recording that is scored.
    """
    bundle, opened = load_bundle(folder), open_store(store)
    familiarity = load_familiarity(folder, bundle.identity.networks)
    if familiarity is None:
        raise EcgktError(
            f"expected ood.safetensors beside the model in {folder.name}, found none: "
            "make it with bundle-ood --store STORE"
        )
    judge = Judge(bundle, familiarity)
    _, rows = tuning_halves(opened, bundle)
    rows = rows[:n_clean]
    records = list(records_of(opened, rows))
    if not records:
        raise EcgktError("expected tuning ECGs in the store, found none")
    seen = screen(bundle, records)
    clean = _clean(judge, opened, rows, seen, records)
    found = []
    for kind in KINDS:
        found.append(_row(judge, kind, clean, n_foreign))
        say(f"{kind}: AUROC {found[-1].auroc.value:.3f}")
    flagged = judge.is_flagged(seen)
    return OodTable(
        command=COMMAND.format(also=" --also FOLDER" if folders else ""),
        rule=RULE,
        sha256=bundle.identity.networks,
        split="tuning",
        limit=familiarity.limit,
        clean_alarms=_share(flagged[seen.verdicts == "accept"]),
        scored_alarms=_share(flagged[seen.verdicts != "refuse"]),
        rows=tuple(found),
        folders=tuple(_folder(judge, other) for other in folders),
    ).to_dict()


def _clean(
    judge: Judge,
    store: PreparedStore,
    rows: NDArray[np.int64],
    seen: Screened,
    records: list[EcgRecord],
) -> Clean:
    accepted = seen.verdicts == "accept"
    if not accepted.any():
        raise EcgktError("expected tuning ECGs that the gates accept, found none")
    return Clean(
        [one for one, is_clean in zip(records, accepted, strict=True) if is_clean],
        store.records["patient_id"].to_numpy()[rows][accepted],
        judge.familiarity.scores(seen.prediction)[accepted],
    )


def _row(judge: Judge, kind: ForeignKind, clean: Clean, n_foreign: int) -> ForeignRow:
    seen = screen(judge.bundle, _made(kind, clean, n_foreign))
    flagged = judge.is_flagged(seen)
    scores = judge.familiarity.scores(seen.prediction)
    is_refused, is_warned = seen.verdicts == "refuse", seen.verdicts == "warn"
    return ForeignRow(
        kind=kind,
        auroc=_auroc(clean, scores),
        refused=_share(is_refused),
        warned=_share(is_warned),
        flagged=_share(flagged),
        noticed=_share(is_refused | is_warned | flagged),
    )


def _made(kind: ForeignKind, clean: Clean, n_foreign: int) -> Iterator[EcgRecord]:
    for number, record in enumerate(clean.records[:n_foreign]):
        rng = np.random.default_rng([SEED, KINDS.index(kind), number])
        eight = foreign_signal(kind, record.signal[INDEPENDENT], record.fs, rng)
        yield EcgRecord(
            record_id=record.record_id,
            signal=twelve_leads(eight).astype(np.float32),
            fs=record.fs,
            format="store",
        )


def _auroc(clean: Clean, scores: Floats) -> Figure:
    """Return the AUROC; what was made of a patient's ECG is drawn with that patient."""
    patients = np.concatenate([clean.patients, clean.patients[: len(scores)]])
    is_foreign = np.repeat([0, 1], [len(clean.scores), len(scores)])
    joined = np.concatenate([clean.scores, scores])
    found = estimate(auroc_and_ap(is_foreign, joined, patient_weights(patients)).auroc)
    return Figure(value=found.value, ci=found.interval)


def _folder(judge: Judge, folder: Path) -> OtherFolder:
    seen = list(_scored(judge.bundle, folder))
    if not seen:
        raise EcgktError(
            f"expected WFDB recordings that can be scored in {folder.name}, found none"
        )
    flagged = np.concatenate([judge.is_flagged(one) for one in seen])
    return OtherFolder(name=folder.name, flagged=_share(flagged))


def _scored(bundle: Bundle, folder: Path) -> Iterator[Screened]:
    for path in sorted(folder.rglob("*.hea")):
        try:
            record = read_path(path)
        except RecordError:
            continue
        if admit(record, bundle.input_config).signal is not None:
            yield screen(bundle, [record])


def _share(hits: NDArray[np.bool_]) -> Share:
    return Share(**share(hits))
