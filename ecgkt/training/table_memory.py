"""What an aligned encoder must not forget in stage 2: the table beside each ECG."""

import json

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import CheckpointError
from ecgkt.training.finished_run import FinishedRun
from ecgkt.training.table_scaler import TableScaler

JOINT, SCALER = "joint.safetensors", "scaler.json"
"""Files of a finished alignment."""
REGRESSOR = "regressor."


class TableMemory:
    """
    The table of every ECG, and the linear layer by which alignment predicted it.

    The layer stays as it is: so the embedding has to keep what it knew.

    Parameters
    ----------
    store : PreparedStore
        With the tables that the alignment saw.
    run : FinishedRun
        Of stage "align", trained with a table weight.
    device : str
        "cpu" or "cuda".

    Raises
    ------
    CheckpointError
        If the run holds no such layer, or the store lacks a column.
    """

    def __init__(self, store: PreparedStore, run: FinishedRun, device: str) -> None:
        try:
            tensors = load_file(run.folder / JOINT)
            text = (run.folder / SCALER).read_text(encoding="utf-8")
            scaler = TableScaler.from_dict(json.loads(text))
            layer = [
                tensors[REGRESSOR + part].to(device) for part in ("weight", "bias")
            ]
        except (OSError, SafetensorError, ValueError, KeyError) as error:
            raise CheckpointError(
                f"expected an alignment with a table weight in {run.folder}, found "
                "none: align with table_weight above 0, or diagnose with 0"
            ) from error
        self.weight, self.bias = layer
        self.table, self.device = scaler.apply(clinical_table(store)), device

    def beside(self, embedding: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lay embeddings of all recordings, (n_records, D), and the table together."""
        return np.hstack([embedding, *self.table])

    def loss(self, embedding: Tensor, rows: NDArray[np.int64]) -> Tensor:
        """
        Return the mean squared error over the known values.

        Parameters
        ----------
        embedding : torch.Tensor of shape (B, D), float32
            Of the encoder.
        rows : numpy.ndarray of shape (B,), int64
            Rows of the store.

        Returns
        -------
        torch.Tensor
            A scalar, 0 if nothing is known; unknown values have no gradient.

        Raises
        ------
        IndexError
            If a row does not exist.
        """
        values, missing = (
            torch.from_numpy(part[rows]).to(self.device) for part in self.table
        )
        predicted = torch.nn.functional.linear(embedding, self.weight, self.bias)
        known = 1 - missing
        return ((predicted - values).square() * known).sum() / known.sum().clamp_min(1)
