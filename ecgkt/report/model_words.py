"""Which weights spoke, in one line."""

from ecgkt.types.adapter import AdapterIdentity
from ecgkt.types.reading import ModelIdentity

NOT_BETTER = "no better than the model as shipped: not recommended"
AS_SHIPPED = (
    "AUROC, thresholds, doubt, maps, second opinion and labs are those of the model as "
    "shipped, not adapted."
)
"""What stands beside adapted scores."""


def model_text(model: ModelIdentity) -> str:
    """
    Say which model spoke, and which adapter changed its scores.

    Parameters
    ----------
    model : ModelIdentity
        Of a reading.

    Returns
    -------
    str
        Without a full stop; the site's name is untrusted.

    Examples
    --------
    >>> model = ModelIdentity(name="m", version="2.1.0", sha256="0" * 64)
    >>> model_text(model)
    'm 2.1.0, weights 000000000000'
    """
    text = f"{model.name} {model.version}, weights {model.sha256[:12]}"
    return text if model.adapter is None else f"{text} + {adapter_text(model.adapter)}"


def weights_text(model: ModelIdentity) -> str:
    """Return the hash of the weights, and behind a plus that of an adapter's."""
    hashes = [model.sha256, *([model.adapter.sha256] if model.adapter else [])]
    return "+".join(hashes)


def adapter_text(adapter: AdapterIdentity) -> str:
    """Say whose adapter it is, and on what it was measured."""
    verdict = "" if adapter.is_better else f" ({NOT_BETTER})"
    return (
        f"adapter {adapter.sha256[:12]} of {adapter.site}, measured on "
        f"{adapter.n_records} local ECGs{verdict}"
    )
