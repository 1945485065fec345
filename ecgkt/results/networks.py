"""networks.json: what each shipped network costs, beside published ones."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document, Weights


@dataclass(frozen=True, kw_only=True)
class NetworkCost:
    """
    One network that is shipped.

    Attributes
    ----------
    name, reads : str
        What it is called, and what it is given for one reading.
    n_parameters : int
        Learned numbers.
    megabytes : float
        Of them in memory, 4 bytes each.
    mmac : float
        Million multiplications with addition of one reading; element-wise work left
        out. Convolutions over a whole crop count as the products they are in training.
    ms : dict of str to float
        Median wall time of one reading by number of threads.
    """

    name: str
    reads: str
    n_parameters: int
    megabytes: float
    mmac: float
    ms: dict[str, float]


@dataclass(frozen=True, kw_only=True)
class PublishedNetwork:
    """
    A network of other authors, as large as its publication describes it.

    Attributes
    ----------
    name, source, reads : str
        What it is called, where it is described, and what it is given.
    n_parameters : int
        Learned numbers.
    mmac : float or None
        Million multiplications with addition of what it reads; None where unknown.
    """

    name: str
    source: str
    reads: str
    n_parameters: int
    mmac: float | None = None


@dataclass(frozen=True, kw_only=True)
class NetworkTable(Document):
    """
    All that `bench networks` found.

    Attributes
    ----------
    command : str
        What wrote the document.
    cpus : int
        Cores of the machine.
    processor : str
        Its name, as far as it tells.
    model : Weights
        The diagnosis model's.
    networks : tuple of NetworkCost
        Those that a reading, its durations, its second opinion and its second result
        take.
    published : tuple of PublishedNetwork
        To compare with.
    """

    SCHEMA: ClassVar[str] = "ecgkt.bench/2"
    FILE: ClassVar[str] = "networks.json"

    command: str
    cpus: int
    processor: str
    model: Weights
    networks: tuple[NetworkCost, ...]
    published: tuple[PublishedNetwork, ...]
