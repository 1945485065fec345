"""The flow of the cohort: who was left out, why, and what the others have."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.errors import EcgktError


class Flow:
    """
    A ledger of steps, from every listed ECG to those with labels and context.

    Attributes
    ----------
    steps : list of dict
        step, kind ("exclusion", "context" or "split"), n_records, n_patients (those
        that go on, or have it), dropped (records that do not) and why.
    left_out : list of pandas.DataFrame
        record_id and reason of each ECG that was dropped.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._n_listed = len(table)
        self.steps: list[dict[str, Any]] = []
        self.left_out: list[pd.DataFrame] = []
        self._add("exclusion", "ECGs listed", table, 0, "")

    def drop(
        self,
        table: pd.DataFrame,
        reasons: pd.Series,
        *,
        step: str,
        why: str,
        max_share: float = 1.0,
    ) -> pd.DataFrame:
        """
        Take ECGs out.

        Parameters
        ----------
        table : pandas.DataFrame
            record_id and patient_id, one row per ECG.
        reasons : pandas.Series of object
            Aligned with `table`: a text where the ECG goes, missing where it stays.
        step, why : str
            Name of what remains, and of the rule.
        max_share : float
            Above this share of the listed ECGs the source is taken to be damaged.

        Returns
        -------
        pandas.DataFrame
            The ECGs that stay, index renewed.

        Raises
        ------
        EcgktError
            If more go than `max_share` allows; the first one is named.
        """
        goes = reasons.notna()
        out = pd.DataFrame(
            {"record_id": table["record_id"][goes], "reason": reasons[goes]}
        )
        if len(out) > max_share * self._n_listed:
            first = out.iloc[0]
            raise EcgktError(
                f"{len(out)} of {self._n_listed} ECGs: {why}, more than "
                f"{max_share:.0%}; the first is {first['record_id']}: {first['reason']}"
            )
        kept = table[~goes].reset_index(drop=True)
        self.left_out.append(out)
        self._add("exclusion", step, kept, len(out), why)
        return kept

    def note(
        self, table: pd.DataFrame, has_it: NDArray[np.bool_], *, step: str, why: str
    ) -> None:
        """Count the ECGs that have something; the others stay in the store."""
        self._add("context", step, table[has_it], int((~has_it).sum()), why)

    def split(self, table: pd.DataFrame) -> None:
        """Count each split; raises KeyError without the column."""
        for name, part in table.groupby("split", sort=False):
            self._add("split", str(name), part, 0, "")
        order = {"train": 0, "tuning": 1, "held_out": 2}
        self.steps.sort(key=lambda step: order.get(step["step"], -1))

    def quarantine(self) -> pd.DataFrame:
        """All that was left out, as the store wants it."""
        empty = pd.DataFrame({"record_id": [], "reason": []}, dtype=str)
        found = [table for table in self.left_out if len(table)]
        return pd.concat(found, ignore_index=True) if found else empty

    def _add(
        self, kind: str, step: str, kept: pd.DataFrame, dropped: int, why: str
    ) -> None:
        self.steps.append(
            {
                "step": step,
                "kind": kind,
                "n_records": len(kept),
                "n_patients": int(kept["patient_id"].nunique()),
                "dropped": dropped,
                "why": why,
            }
        )
