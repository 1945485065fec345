"""Reports and remarks as targets beside the statements, while a network is trained."""

import torch
from torch import Tensor, nn

from ecgkt.config import ModelConfig
from ecgkt.models.build import EcgClassifier, build_model
from ecgkt.training.losses.masked_bce import masked_bce

_LAYER = "findings."


class TaughtClassifier(EcgClassifier):
    """
    A classifier with one more linear layer, which no finished run keeps.

    Parameters
    ----------
    config : ModelConfig
        Of the classifier.
    n_findings : int
        Targets beside the statements.
    """

    def __init__(self, config: ModelConfig, n_findings: int) -> None:
        super().__init__(config)
        self.findings = nn.Linear(sum(self.encoder.widths), n_findings)

    def findings_loss(self, embedding: Tensor, targets: Tensor) -> Tensor:
        """
        Return the mean cross-entropy of the findings that are known.

        Parameters
        ----------
        embedding : torch.Tensor of shape (B, D)
            Of the encoder.
        targets : torch.Tensor of shape (B, n_findings), float32
            In 0-1, NaN where unknown.
        """
        logits = self.findings(self.dropout(embedding)).float()
        return masked_bce(logits, targets)


def build_network(config: ModelConfig, n_findings: int) -> EcgClassifier:
    """Build a classifier, with a layer for findings if there are any."""
    return TaughtClassifier(config, n_findings) if n_findings else build_model(config)


def kept_state(model: nn.Module) -> dict[str, Tensor]:
    """Return a model's weights without the layer that a `TaughtClassifier` adds."""
    state: dict[str, Tensor] = model.state_dict()
    return {k: v for k, v in state.items() if not k.startswith(_LAYER)}


def split_targets(both: Tensor, n_statements: int) -> tuple[Tensor, Tensor]:
    """Part statements from findings, (B, n_statements + n_findings)."""
    statements, findings = torch.tensor_split(both, [n_statements], dim=1)
    return statements, findings
