"""A loss by which stage 2 keeps predicting the table or latents of each ECG."""

import hashlib
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
from ecgkt.training.inputs.table_scaler import ScaledTable, TableScaler
from ecgkt.training.loop.finished_run import FinishedRun

JOINT, SCALER = "joint.safetensors", "scaler.json"
"""Files of a finished alignment."""
REGRESSOR, HEADS = "regressor.", "heads."


class TableRetentionLoss:
    """
    Mean squared error of the table, predicted by the frozen linear layer of stage 1.

    The layer is not trained, so that the embedding has to keep what it encodes.

    Parameters
    ----------
    layer : tuple of torch.Tensor
        Weight of shape (n_columns, D) and bias of shape (n_columns,).
    table : ScaledTable
        Rows as in the store.
    device : str
        "cpu" or "cuda".
    """

    def __init__(
        self, layer: tuple[Tensor, Tensor], table: ScaledTable, device: str
    ) -> None:
        self.weight, self.bias = (part.to(device) for part in layer)
        self.table, self.device = table, device

    @classmethod
    def of_alignment(
        cls, store: PreparedStore, run: FinishedRun, device: str
    ) -> "TableRetentionLoss":
        """
        Build the loss of the tables that an alignment was trained with.

        Parameters
        ----------
        store : PreparedStore
            With these tables.
        run : FinishedRun
            Of stage "align", trained with a table weight.
        device : str
            "cpu" or "cuda".

        Returns
        -------
        TableRetentionLoss

        Raises
        ------
        CheckpointError
            If the run holds no such layer, or the store lacks a column.
        """
        try:
            tensors = load_file(run.folder / JOINT)
            text = (run.folder / SCALER).read_text(encoding="utf-8")
            scaler = TableScaler.from_dict(json.loads(text))
            layer = tensors[REGRESSOR + "weight"], tensors[REGRESSOR + "bias"]
        except (OSError, SafetensorError, ValueError, KeyError) as error:
            raise CheckpointError(
                f"expected an alignment with a table weight in {run.folder}, found "
                "none: align with table_weight above 0, or diagnose with 0"
            ) from error
        return cls(layer, scaler.apply(clinical_table(store)), device)

    @classmethod
    def of_latents(
        cls, targets: NDArray[np.float32], run: FinishedRun, device: str
    ) -> "TableRetentionLoss":
        """
        Build the loss of the simulator's latents that a run regressed.

        Parameters
        ----------
        targets : numpy.ndarray of shape (n_records, n_latents), float32
            Scaled as they were regressed.
        run : FinishedRun
            Of arm "ceiling".
        device : str
            "cpu" or "cuda".

        Returns
        -------
        TableRetentionLoss

        Raises
        ------
        CheckpointError
            If the run regressed another number of latents.
        """
        weights = [run.tensors[name] for name in _names(run, ".weight")]
        # Branches are averaged, and each sees its own part of the embedding.
        weight = torch.cat(weights, dim=1) / len(weights) if weights else None
        if weight is None or len(weight) != targets.shape[1]:
            raise CheckpointError(
                f"expected a run taught {targets.shape[1]} latents in {run.folder}, "
                f"found {0 if weight is None else len(weight)}"
            )
        biases = [run.tensors[name] for name in _names(run, ".bias")]
        layer = weight, torch.stack(biases).mean(0)
        return cls(layer, ScaledTable(targets, np.zeros_like(targets)), device)

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
        """
        values, missing = (
            torch.from_numpy(part[rows]).to(self.device) for part in self.table
        )
        predicted = torch.nn.functional.linear(embedding, self.weight, self.bias)
        known = 1 - missing
        return ((predicted - values).square() * known).sum() / known.sum().clamp_min(1)


def _names(run: FinishedRun, suffix: str) -> list[str]:
    """Name the heads' tensors in the order of the branches."""
    names = [n for n in run.tensors if n.startswith(HEADS) and n.endswith(suffix)]
    return sorted(names, key=lambda name: int(name.split(".")[1]))


def digest(targets: NDArray[np.float32]) -> str:
    """Return the SHA-256 of latents, which a run is described by."""
    return hashlib.sha256(targets.tobytes()).hexdigest()
