"""Seals the audit: each authority's rows in a chain of hashes, batch by batch (docs/adr/0012-sealed-audit.md).

A row's id is drawn before its transaction commits, so a lower id may appear after a higher one. Nothing is sealed that
such a row could still come before: see `settled`. What is sealed is checked in `audit.verifying`.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

import structlog
from django.db import connection, transaction

from audit.models import Seal
from core.walls import tell_database

logger = structlog.get_logger(__name__)

BATCH = 1000
"""A seal closes no more rows than this: so near does a check come to the row that was touched."""
PATIENCE = 20.0
"""Seconds to wait for transactions that have drawn an id and not ended; then the next run seals."""
START = "0" * 64
"""What the first seal of a chain follows."""
DRAWING = (1096107081, 1)
"""The advisory lock that whoever draws an id holds until their transaction ends (migration 0007)."""
SEALED = (
    "id",
    "at",
    "authority_id",
    "actor_id",
    "verb",
    "object_type",
    "object_ids",
    "child_ids",
    "detail",
    "request_id",
)
"""The fields of a row that a seal is made over: all there are, in this order."""
AS_BYTES = f"jsonb_build_array({', '.join(SEALED)})::text".replace(
    "at,", "(extract(epoch FROM at) * 1000000)::bigint,", 1
)
"""A row as one text, the same in every time zone: a JSON array, the instant as microseconds."""


class Run(NamedTuple):
    """What one run of the sealer did. `settled` is False where others held it up and nothing could be sealed."""

    rows: int = 0
    seals: int = 0
    settled: bool = True


class Digest:
    """Makes the hash of one seal: the hash before, then each row in the order of its id, then the seal's own facts."""

    def __init__(self, previous: str) -> None:
        self.previous = previous
        self.count = 0
        self.first_id = self.last_id = 0
        self._sha = hashlib.sha256(previous.encode() + b"\n")

    def add(self, row_id: int, row: str) -> None:
        """The next row, as `AS_BYTES` gives it. JSON has no line ends of its own, so none can hide in a row."""
        self._sha.update(row.encode() + b"\n")
        self.first_id = self.first_id or row_id
        self.last_id = row_id
        self.count += 1

    def close(
        self, *, authority_id: int | None, number: int, after_id: int, through_id: int, sealed_at: datetime
    ) -> str:
        """The hash, in hexadecimal."""
        facts = [authority_id, number, after_id, through_id, self.first_id, self.last_id, self.count]
        self._sha.update(json.dumps([*facts, sealed_at.astimezone(UTC).isoformat()]).encode())
        return self._sha.hexdigest()


def seal_all(*, now: datetime, seconds: float = 60.0, patience: float = PATIENCE) -> Run:
    """Seal what can be sealed of every chain, for no longer than `seconds`. Any number may run this at once."""
    began = time.monotonic()
    through_id = settled(patience=patience)
    if through_id is None:
        logger.warning("audit_not_sealed", reason="a transaction that writes audit rows has not ended")
        return Run(settled=False)
    rows = seals = 0
    for authority_id in chains():
        while time.monotonic() - began < seconds:
            seal = seal_next(authority_id, through_id=through_id, now=now)
            if seal is None:
                break
            rows, seals = rows + seal.count, seals + 1
            if seal.count < BATCH:
                break
    return Run(rows, seals)


def chains() -> list[int | None]:
    """Every chain there is: that of no authority, None, and each authority's by its id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_authorities()")
        return [None, *(place for (place,) in cursor.fetchall())]


def settled(*, patience: float) -> int | None:
    """An id up to which every row is there that will ever be; None where `patience` seconds were not enough.

    First the last id that was drawn, then who holds the lock of drawing: whoever drew up to that id holds it still or
    has ended. When those have ended too, their rows are seen or will never be.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(pg_sequence_last_value('audit_event_id_seq'), 0)")
        drawn = cursor.fetchone()[0]
    waiting = drawing()
    until = time.monotonic() + patience
    while waiting and time.monotonic() < until:
        time.sleep(0.05)
        waiting &= drawing()
    return None if waiting else drawn


def drawing() -> set[str]:
    """The transactions that have drawn an id and not ended, but for one's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s"
            " AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND pid <> pg_backend_pid()",
            DRAWING,
        )
        return {name for (name,) in cursor.fetchall()}


def seal_next(authority_id: int | None, *, through_id: int, now: datetime) -> Seal | None:
    """Close the next batch of one chain, of ids that are settled; None where there is nothing to close.

    A lock for the chain lets one sealer in at a time: the next goes on where this one stopped.
    """
    with inside(authority_id), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('audit_seal', %s))", [authority_id or 0]
        )
        before = Seal.objects.filter(authority_id=authority_id).order_by("-number").first()
        after_id = before.through_id if before else 0
        cursor.execute(
            f"SELECT id, {AS_BYTES} FROM audit_event WHERE {of(authority_id)} AND id > %s AND id <= %s"  # noqa: S608
            " ORDER BY id LIMIT %s",
            [after_id, through_id, BATCH],
        )
        rows = cursor.fetchall()
        if not rows:
            return None
        digest = Digest(before.hash if before else START)
        for row_id, row in rows:
            digest.add(row_id, row)
        facts = {
            "authority_id": authority_id,
            "number": before.number + 1 if before else 1,
            "after_id": after_id,
            "through_id": digest.last_id if digest.count == BATCH else through_id,
            "sealed_at": now,
        }
        seal = Seal.objects.create(
            **facts,
            first_id=digest.first_id,
            last_id=digest.last_id,
            count=digest.count,
            previous=digest.previous,
            hash=digest.close(**facts),
        )
    logger.info("audit_sealed", rows=seal.count, anchor=anchor(authority_id, seal.number, seal.hash))
    return seal


def anchor(authority_id: int | None, number: int, hash_: str) -> str:
    """A seal as it is noted outside the database, to see later that the chain still holds it; 0 is no authority."""
    return f"{authority_id or 0} {number} {hash_}"


def of(authority_id: int | None) -> str:
    """The condition on a table with `authority_id` that an index answers, for None too."""
    return "authority_id IS NULL" if authority_id is None else f"authority_id = {int(authority_id)}"


@contextmanager
def inside(authority_id: int | None) -> Iterator[None]:
    """A transaction in which the database shows this authority's rows; `accounts.scoping` is out of reach down here."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = tell_database(authority_id)
        yield
        if nested:
            tell_database(before)
