"""Checks the seals of the audit against its rows, one chain at a time, in a fixed amount of memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from audit.chain import AS_BYTES, START, Digest, anchor, inside, of
from audit.models import Seal

MOST = 100
"""So many breaks of a chain are told; more only lengthen the list."""
AT_ONCE = 2000
"""Rows fetched at a time."""

Row = tuple[int, str]


@dataclass
class Checked:
    """What was found of one chain. It holds where `breaks` is empty."""

    authority_id: int | None
    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    number: int = 0
    """Of the last seal; 0 where there is none."""
    hash: str = START
    breaks: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The last seal, to be noted outside the database."""
        return anchor(self.authority_id, self.number, self.hash)

    def broken(self, words: str) -> None:
        """Note one more break."""
        if len(self.breaks) < MOST:
            self.breaks.append(words)


def verify(authority_id: int | None, *, noted: Mapping[int, str] | None = None) -> Checked:
    """Go through a chain from its first seal. `noted` are hashes of seals that were noted earlier, by number.

    Rows up to the last seal are settled, so what is written meanwhile changes nothing.
    """
    noted = noted or {}
    found = Checked(authority_id)
    with inside(authority_id):
        last = Seal.objects.filter(authority_id=authority_id).order_by("-number").first()
        through_id = last.through_id if last else 0
        rows = Rows(authority_id, through_id)
        after_id = 0
        for seal in _seals(authority_id, last.number if last else 0):
            _check_place(seal, found, after_id)
            _check_rows(seal, found, rows)
            if seal.number in noted and noted[seal.number] != seal.hash:
                found.broken(f"seal {seal.number} is not the one that was noted: the chain was made anew")
            found.number, found.hash, after_id = seal.number, seal.hash, seal.through_id
            found.seals += 1
        found.unsealed = _count_after(authority_id, through_id)
    missing = max(noted, default=0)
    if missing > found.number:
        found.broken(f"seal {missing} was noted, and the chain ends at {found.number}: its end was cut off")
    return found


class Rows:
    """The sealed rows of a chain, each given once, in order."""

    def __init__(self, authority_id: int | None, through_id: int) -> None:
        self._rows = _stream(
            f"SELECT id, {AS_BYTES} FROM audit_event WHERE {of(authority_id)} AND id <= %s ORDER BY id",  # noqa: S608
            through_id,
        )
        self._next: Row | None = next(self._rows, None)

    def up_to(self, row_id: int) -> Iterator[Row]:
        """Those that come next, up to this id."""
        while self._next is not None and self._next[0] <= row_id:
            yield self._next
            self._next = next(self._rows, None)


def _check_place(seal: Seal, found: Checked, after_id: int) -> None:
    """That it follows the seal before it."""
    if seal.number != found.number + 1:
        gone = seal.number - found.number - 1
        found.broken(f"seal {seal.number} follows seal {found.number}: {gone} between them removed")
    elif seal.previous != found.hash:
        found.broken(f"seal {seal.number} does not follow the hash of seal {found.number}")
    elif seal.after_id != after_id:
        found.broken(f"seal {seal.number} does not begin where seal {found.number} ends")


def _check_rows(seal: Seal, found: Checked, rows: Rows) -> None:
    """That its rows, and itself, are as they were when it was made."""
    for _ in rows.up_to(seal.after_id):
        found.rows += 1  # of a seal that is gone, which is told
    digest = Digest(seal.previous)
    for row_id, row in rows.up_to(seal.through_id):
        digest.add(row_id, row)
    found.rows += digest.count
    where = f"seal {seal.number} (rows {seal.first_id} to {seal.last_id})"
    made = digest.close(
        authority_id=seal.authority_id,
        number=seal.number,
        after_id=seal.after_id,
        through_id=seal.through_id,
        sealed_at=seal.sealed_at,
    )
    if digest.count < seal.count:
        found.broken(f"{where}: {seal.count - digest.count} of {seal.count} rows removed")
    elif digest.count > seal.count:
        found.broken(f"{where}: {digest.count - seal.count} rows inserted beside {seal.count}")
    elif made != seal.hash or (digest.first_id, digest.last_id) != (seal.first_id, seal.last_id):
        found.broken(f"{where}: a row or the seal itself was changed")


def _seals(authority_id: int | None, up_to: int) -> Iterator[Seal]:
    mine = Seal.objects.filter(authority_id=authority_id, number__lte=up_to)
    return mine.order_by("number").iterator(chunk_size=AT_ONCE)


def _stream(sql: str, *values: Any) -> Iterator[Row]:
    """Rows by a cursor that stands in the server, so that a million need no more room here than one batch."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while batch := cursor.fetchmany(AT_ONCE):
            yield from batch


def _count_after(authority_id: int | None, row_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM audit_event WHERE {of(authority_id)} AND id > %s", [row_id])  # noqa: S608
        return cursor.fetchone()[0]
