"""Reads the files of one collection: which table each is, and its cells as text with the lines they stand on. Pure.

A file is known by its exact set of columns, in any order and under any name. It is text in UTF-8, with or without a
byte order mark, its lines ended by LF or CRLF. Everything else is refused, all problems of all files at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from returns.problems import Problem, Severity
from returns.tables import EPISODES, HEADER, TAKEN, Table, nearest, table_with

BOM = b"\xef\xbb\xbf"
LONE_CR = re.compile(r"\r(?!\n)")
SHOWN = 80
"""How much of a wrong value a problem repeats."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it stands in its file: cells by column."""

    file: str
    number: int
    cells: dict[str, str]
    torn: bool = False
    """Too few or too many cells: refused already, and kept only because the child's other rows lean on it."""


@dataclass
class FileRead:
    """One file: which table it is, and how many rows it holds."""

    name: str
    table: str
    rows: int
    taken: bool
    """False for a table that is known and left alone."""


@dataclass
class Collection:
    """The files of one collection as they were read."""

    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    """Rows by table. Of the tables left alone only OC3 is of use: its children may have no episode."""
    files: list[FileRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    """A file could not be read as a whole: there is nothing to take good rows from."""

    def has(self, table: str) -> bool:
        """Whether a file of this table was handed in."""
        return any(file.table == table for file in self.files)


def read_collection(files: Mapping[str, bytes]) -> Collection:
    """Read files given as name to content. Wrong files and rows are told in `problems` and left out of `lines`."""
    collection = Collection()
    for name in sorted(files):
        _read_file(collection, name, files[name])
    for table, what in (
        (HEADER, "who the children are"),
        (EPISODES, "when and where they were looked after"),
    ):
        if not collection.has(table) and not collection.broken:
            _refuse_file(collection, "", f"A file of the table {table} is needed: it says {what}.")
    return collection


def _refuse_file(
    collection: Collection, name: str, expected: str, *, line: int = 0, column: str = "", value: str = ""
) -> None:
    collection.broken = True
    where = name or "The collection"
    collection.problems.append(Problem(Severity.REFUSED, where, line, column, value[:SHOWN], expected))


def _read_file(collection: Collection, name: str, content: bytes) -> None:
    try:
        text = content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        body = content.removeprefix(BOM)
        line = body.count(b"\n", 0, error.start) + 1
        value = repr(body[error.start : error.end])[2:-1]
        _refuse_file(collection, name, "Save the file as UTF-8 text.", line=line, value=value)
        return
    if found := LONE_CR.search(text) or re.search("\x00", text):
        line = text.count("\n", 0, found.start()) + 1
        _refuse_file(collection, name, "End each line with LF or CRLF, and nothing else.", line=line)
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = next(reader, [])
        table = _table_of(collection, name, head)
        if table is not None:
            _read_rows(collection, name, table, head, reader)
    except csv.Error as error:
        words = f"This is not a table of cells parted by commas ({error})."
        _refuse_file(collection, name, words, line=reader.line_num)


def _table_of(collection: Collection, name: str, head: list[str]) -> Table | None:
    columns = frozenset(head)
    table = table_with(columns) if len(columns) == len(head) else None
    if table is None:
        _refuse_file(collection, name, _unknown(head), line=1, value=",".join(head))
        return None
    earlier = next((file.name for file in collection.files if file.table == table.name), None)
    if earlier is not None:
        words = f"One file of the table {table.name} is enough: {earlier} is one already."
        _refuse_file(collection, name, words, line=1)
        return None
    return table


def _unknown(head: list[str]) -> str:
    if not any(head):
        return "The columns of a table of the SSDA903 collection; there are none on line 1."
    twice = sorted({column for column in head if head.count(column) > 1})
    if twice:
        return f"Each column once. Twice here: {', '.join(twice)}."
    like = nearest(frozenset(head))
    missing = [column for column in like.columns if column not in head]
    unknown = [column for column in head if column not in like.columns]
    if len(missing) == len(like.columns):
        return "The columns of a table of the SSDA903 collection. None of these belongs to it."
    parts = [f"Missing: {', '.join(missing)}." if missing else "", _not_known(unknown)]
    return " ".join([f"The columns of the table {like.name}.", *filter(None, parts)])


def _not_known(unknown: list[str]) -> str:
    shown = ", ".join(column[:SHOWN] or "(no name)" for column in unknown)
    return f"Not in it: {shown}." if unknown else ""


def _read_rows(collection: Collection, name: str, table: Table, head: list[str], reader: object) -> None:
    rows, last = 0, reader.line_num
    for cells in reader:
        number, last = last + 1, reader.line_num
        if not cells:
            continue
        rows += 1
        if len(cells) != len(head):
            words = f"{len(head)} cells, one for each column; this row has {len(cells)}."
            value = ",".join(cells)[:SHOWN]
            collection.problems.append(Problem(Severity.REFUSED, name, number, "", value, words))
        line = Line(name, number, dict(zip(head, cells, strict=False)), torn=len(cells) != len(head))
        collection.lines[table.name].append(line)
    collection.files.append(FileRead(name, table.name, rows, table.name in TAKEN))
