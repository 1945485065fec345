"""
A folder of cases: cases.parquet and cases.json, written and read.

The table has one row per ECG and, beside names and subgroups, for each label the
columns ``score:CODE`` (before calibration), ``probability:CODE`` and
``likelihood:CODE`` (percent, missing where the label was not stated), and for each
measurement a column ``m:NAME``.
"""

from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from ecgkt.errors import EcgktError
from ecgkt.files import to_json, write_atomically
from ecgkt.results.cases.document import CasesDocument
from ecgkt.results.cases.groups import ORDER, TITLES, make_group
from ecgkt.results.cases.table import LABELS, CaseColumns, CaseTable
from ecgkt.results.document import load_document

TABLE, HEAD = "cases.parquet", "cases.json"
SCORE, PROBABILITY, LIKELIHOOD, MEASURE = "score:", "probability:", "likelihood:", "m:"


def write_cases(folder: Path, table: CaseTable) -> None:
    """
    Write a table of cases; no signal is in it.

    Parameters
    ----------
    folder : pathlib.Path
        Made if absent; an older table there is replaced.
    table : CaseTable
        What to write.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(_to_arrow(table.columns)), sink, compression="zstd")
    write_atomically(
        {
            folder / TABLE: sink.getvalue().to_pybytes(),
            folder / HEAD: to_json(table.head.to_dict()),
        }
    )


def load_cases(folder: Path) -> CaseTable:
    """
    Read a table of cases.

    Parameters
    ----------
    folder : pathlib.Path
        That `write_cases` wrote.

    Returns
    -------
    CaseTable

    Raises
    ------
    EcgktError
        If a file is missing, damaged, of another schema, or the two do not belong
        together.
    """
    head = load_document(folder / HEAD, CasesDocument)
    try:
        table = pq.read_table(folder / TABLE)
        columns = _from_arrow(table)
    except OSError as error:
        message = f"expected {TABLE} in {folder.name}, found none to read"
        raise EcgktError(f"{message}: run evaluate cases again") from error
    except (pa.ArrowException, KeyError, ValueError) as error:
        message = f"{folder.name}: expected a table of cases, found a damaged {TABLE}"
        raise EcgktError(f"{message}: run evaluate cases again") from error
    codes = [label.code for label in head.labels]
    if len(columns) != head.n_records or codes != [*LABELS]:
        raise EcgktError(
            f"{folder.name}: {HEAD} speaks of {head.n_records} ECGs and {len(codes)} "
            f"labels, {TABLE} holds {len(columns)} and {len(LABELS)}: run evaluate "
            "cases again"
        )
    return CaseTable(head=head, columns=columns)


def _to_arrow(columns: CaseColumns) -> dict[str, Any]:
    out: dict[str, Any] = {
        "record_id": columns.record_ids.tolist(),
        "place": columns.places.tolist(),
        "split": columns.splits.tolist(),
        "patient": columns.patients,
        "is_known": columns.is_known,
        "age": columns.ages,
        **{name: group.values for name, group in columns.groups.items()},
        "quality_reasons": [list(reasons) for reasons in columns.reasons],
        "findings": [list(codes) for codes in columns.findings],
        "supports": _labels_of(columns.supports),
        "contradicts": _labels_of(columns.contradicts),
        "map_x": columns.points[:, 0],
        "map_y": columns.points[:, 1],
        **{f"{MEASURE}{name}": values for name, values in columns.measures.items()},
    }
    for place, label in enumerate(LABELS):
        out[f"{SCORE}{label}"] = columns.scores[:, place]
        out[f"{PROBABILITY}{label}"] = columns.probabilities[:, place]
        out[f"{LIKELIHOOD}{label}"] = columns.likelihoods[:, place]
    return out


def _labels_of(counts: NDArray[np.int16]) -> list[list[str]]:
    """Name the labels of each row, each as often as it is counted."""
    return [
        [
            *chain.from_iterable(
                [label] * count
                for label, count in zip(LABELS, row, strict=True)
                if count
            )
        ]
        for row in counts.tolist()
    ]


def _from_arrow(table: pa.Table) -> CaseColumns:
    def floats(name: str) -> NDArray[np.float32]:
        return np.asarray(table[name].to_numpy(), dtype=np.float32)

    def texts(name: str) -> NDArray[np.str_]:
        return np.array(table[name].to_pylist(), dtype=str)

    def block(prefix: str) -> NDArray[np.float32]:
        return np.stack([floats(f"{prefix}{label}") for label in LABELS], axis=1)

    names = [name for name in table.column_names if name.startswith(MEASURE)]
    return CaseColumns(
        record_ids=texts("record_id"),
        places=texts("place"),
        splits=texts("split"),
        patients=table["patient"].to_numpy().astype(np.int32),
        is_known=table["is_known"].to_numpy().astype(bool),
        ages=floats("age"),
        scores=block(SCORE),
        probabilities=block(PROBABILITY),
        likelihoods=block(LIKELIHOOD),
        supports=_counts(table["supports"]),
        contradicts=_counts(table["contradicts"]),
        groups={
            name: make_group(table[name].to_pylist(), ORDER.get(name, ()))
            for name in TITLES
        },
        measures={name.removeprefix(MEASURE): floats(name) for name in names},
        findings=_tuples(table["findings"]),
        reasons=_tuples(table["quality_reasons"]),
        points=np.stack([floats("map_x"), floats("map_y")], axis=1),
    )


def _counts(column: pa.ChunkedArray) -> NDArray[np.int16]:
    """Count the labels of each row, without a loop over the rows."""
    whole = column.combine_chunks()
    lengths = np.diff(whole.offsets.to_numpy())
    rows = np.repeat(np.arange(len(whole)), lengths)
    place = {label: number for number, label in enumerate(LABELS)}
    encoded = whole.flatten().dictionary_encode()
    known = np.array([place[one] for one in encoded.dictionary.to_pylist()], dtype=int)
    counts = np.zeros((len(whole), len(LABELS)), dtype=np.int16)
    if len(rows):
        np.add.at(counts, (rows, known[encoded.indices.to_numpy()]), 1)
    return counts


def _tuples(column: pa.ChunkedArray) -> NDArray[np.object_]:
    values = np.empty(len(column), dtype=object)
    values[:] = [tuple(one) for one in column.to_pylist()]
    return values
