"""MIMIC-IV's CSV files as typed tables that DuckDB reads in place, never whole."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pandas as pd
import pyarrow as pa

from ecgkt.dataset.mimic_iv.layout import COLUMNS, TEXT, Table
from ecgkt.errors import EcgktError

UNREADABLE = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.ConversionException,
)


class MimicTables:
    """
    The tables of one MIMIC-IV folder set, and a DuckDB connection over them.

    Work that does not fit into memory goes to a scratch folder, which the caller
    removes. The rules for files: every needed table and column is there before any is
    read; a line that does not fit its table is an error with file and line, never
    skipped.

    Attributes
    ----------
    tables : dict of str to Table
        The tables that were found.
    """

    def __init__(self, tables: Mapping[str, Table], scratch: Path) -> None:
        self.tables = dict(tables)
        self._connection = duckdb.connect(
            config={
                "threads": os.cpu_count() or 1,
                "memory_limit": f"{_half_of_memory()}MiB",
                "temp_directory": str(scratch),
                "preserve_insertion_order": False,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def __contains__(self, name: str) -> bool:
        return name in self.tables

    def sql(self, name: str) -> str:
        """
        Write the DuckDB expression that scans a table.

        Parameters
        ----------
        name : str
            One of `COLUMNS` that was found.

        Returns
        -------
        str
            A ``read_csv`` call to stand behind FROM.
        """
        table, types = self.tables[name], COLUMNS[name]
        columns = ", ".join(
            f"{_quoted(column)}: {_quoted(types.get(column, TEXT))}"
            for column in table.header
        )
        # DuckDB reads * ? [ in a path as a pattern.
        path = re.sub(r"([*?\[])", r"[\1]", str(table.path))
        return (
            f"read_csv({_quoted(path)}, auto_detect=false, header=true, delim=',', "
            f"quote='\"', escape='\"', columns={{{columns}}})"
        )

    def frame(self, query: str) -> pd.DataFrame:
        """
        Run a query whose result fits into memory.

        Parameters
        ----------
        query : str
            SQL, with tables as `sql` writes them.

        Returns
        -------
        pandas.DataFrame
            In no promised order.

        Raises
        ------
        EcgktError
            If a file is cut or a line is malformed.
        """
        with self._explaining():
            return self._connection.execute(query).df()

    def batches(self, query: str, n_rows: int) -> Iterator[pa.RecordBatch]:
        """
        Run a query whose result need not fit into memory.

        Parameters
        ----------
        query : str
            SQL, with tables as `sql` writes them.
        n_rows : int
            At most per batch.

        Yields
        ------
        pyarrow.RecordBatch
            In no promised order.

        Raises
        ------
        EcgktError
            If a file is cut or a line is malformed.
        """
        with self._explaining():
            yield from self._connection.sql(query).to_arrow_reader(n_rows)

    def keep(self, name: str, query: str) -> None:
        """Keep a query's result as a table of the connection; raises as `frame`."""
        with self._explaining():
            self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def store(self, name: str, frame: pd.DataFrame) -> None:
        """Make a small frame a table of the connection under that name."""
        self._connection.register("incoming", frame)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM incoming")
        self._connection.unregister("incoming")

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except UNREADABLE as error:
            raise self._explained(error) from error

    def _explained(self, error: duckdb.Error) -> EcgktError:
        """Say which file and line, without the line's content: it is a patient's."""
        text = str(error)
        paths = [table.path for table in self.tables.values()]
        where = next((str(path) for path in paths if str(path) in text), "a table")
        if "GZIP" in text.upper():
            return EcgktError(
                f"{where}: the compressed file is cut or damaged; expected a whole "
                "gzip file: fetch it again and compare its checksum"
            )
        line = re.search(r"Line: (\d+)", text)
        if line is None:
            return EcgktError(f"{where}: cannot be read: {text.splitlines()[0]}")
        return EcgktError(f"{where}, line {line[1]}: {_complaint(text)}")


def _complaint(text: str) -> str:
    columns = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if columns:
        return f"expected {columns[1]} columns, found {columns[2]}: the file is damaged"
    column = re.search(r'converting column "(\w+)"', text)
    kind = re.search(r"(?:to|type) '(\w+)'", text)
    if column:
        wanted = f"of type {kind[1]}" if kind else "of its type"
        return f"expected a value {wanted} in column {column[1]}, found another"
    return "expected a line of the table, found one that is malformed"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _half_of_memory() -> int:
    """MiB; the rest is for the packing processes and the system's cache."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**21
