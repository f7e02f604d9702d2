"""The chain of seals: nothing is sealed too early, and whatever is touched afterwards is found."""

import json
import os
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from audit.actions import record
from audit.chain import AS_BYTES, BATCH, SEALED, Run, seal_all, settled
from audit.models import Event, Seal
from audit.tasks import seal_audit
from audit.verbs import Verb
from audit.verifying import MOST, verify
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.base import everywhere, told

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)


def look(authority_id: int | None, children: tuple[int, ...] = (7,)) -> Event:
    with told(authority_id):
        return record(Verb.CHILD_VIEWED, by=None, authority_id=authority_id, child_ids=children, page="child")


def many(authority_id: int | None, rows: int) -> None:
    with told(authority_id), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, authority_id, verb, object_type, object_ids, child_ids, detail, request_id)"
            " SELECT now(), %s, 'child.viewed', '', ARRAY[n], '{}', '{\"page\": \"child\"}', ''"
            " FROM generate_series(1, %s) n",
            [authority_id, rows],
        )


def seals() -> list[Seal]:
    return sorted(
        everywhere(Seal.objects.all),
        key=lambda seal: (seal.authority_id is not None, seal.authority_id, seal.number),
    )


def seal() -> Run:
    return seal_all(now=NOW, patience=5)


def lines_of(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """What the sealer wrote into its log."""
    return [line.msg for line in caplog.records if line.name == "audit.chain"]


def checked(*codes: str) -> tuple[int, str]:
    """Exit and output of the command."""
    out, code = StringIO(), 0
    try:
        call_command("verify_audit", *codes, stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue()


# -- Sealing -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_each_authority_has_a_chain_and_what_is_nobodys_another() -> None:
    here, there = LocalAuthorityFactory().pk, LocalAuthorityFactory().pk
    own = [look(here).pk, look(here).pk]
    theirs, nobodys = look(there).pk, look(None).pk

    assert seal() == Run(rows=4, seals=3)

    assert [(one.authority_id, one.number, one.count, one.first_id, one.last_id) for one in seals()] == [
        (None, 1, 1, nobodys, nobodys),
        (here, 1, 2, own[0], own[1]),
        (there, 1, 1, theirs, theirs),
    ]
    assert {one.through_id for one in seals()} == {nobodys}
    assert {one.previous for one in seals()} == {"0" * 64}


@pytest.mark.django_db
def test_the_next_seal_follows_the_last(authority: Any) -> None:
    look(authority.pk)
    seal()
    look(authority.pk)
    look(authority.pk)

    assert seal() == Run(rows=2, seals=1)

    first, second = seals()
    assert (second.number, second.previous, second.after_id, second.count) == (
        2,
        first.hash,
        first.through_id,
        2,
    )
    assert seal() == Run()
    found = verify(authority.pk)
    assert (found.rows, found.seals, found.unsealed, found.breaks) == (3, 2, 0, [])


@pytest.mark.django_db
def test_a_long_tail_is_sealed_in_batches(authority: Any) -> None:
    many(authority.pk, 2 * BATCH + 1)

    assert seal() == Run(rows=2001, seals=3)

    assert [one.count for one in seals()] == [1000, 1000, 1]
    assert verify(authority.pk).breaks == []


@pytest.mark.django_db
def test_a_run_ends_in_time_and_the_next_goes_on(authority: Any) -> None:
    look(authority.pk)

    assert seal_all(now=NOW, seconds=0.0) == Run()
    assert seal() == Run(rows=1, seals=1)


@pytest.mark.django_db
def test_every_field_of_a_row_is_sealed() -> None:
    assert set(SEALED) == {field.name for field in Event._meta.local_fields}


@pytest.mark.django_db
def test_a_row_has_the_same_bytes_in_every_time_zone() -> None:
    row = look(None)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {AS_BYTES} FROM audit_event")
        here = cursor.fetchone()[0]
        cursor.execute("SET LOCAL TIME ZONE 'Asia/Kolkata'")
        cursor.execute(f"SELECT {AS_BYTES} FROM audit_event")
        there = cursor.fetchone()[0]
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")

    at = int(row.at.timestamp()) * 1_000_000 + row.at.microsecond
    assert here == there
    assert here == f'[{row.pk}, {at}, null, null, "child.viewed", "", [], [7], {{"page": "child"}}, ""]'


@pytest.mark.django_db
def test_the_task_seals_and_notes_the_anchor(authority: Any, caplog: pytest.LogCaptureFixture) -> None:
    look(authority.pk)

    with caplog.at_level("INFO", logger="audit.chain"):
        seal_audit()

    [one] = seals()
    [line] = lines_of(caplog)
    assert (line["event"], line["anchor"]) == ("audit_sealed", f"{authority.pk} 1 {one.hash}")


@pytest.mark.django_db
def test_the_command_seals() -> None:
    look(None)
    out = StringIO()

    call_command("seal_audit", stdout=out)

    assert out.getvalue() == "1 rows sealed by 1 seals.\n"


# -- Rows that commit out of order ---------------------------------------------------------------
class Writer:
    """Another process that writes an audit row and commits when it is told."""

    def __init__(self) -> None:
        wrapper = connections["default"]
        self.connection = wrapper.get_new_connection(wrapper.get_connection_params())

    def write(self) -> int:
        """Draw an id and write the row, of no authority."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_event (at, verb, object_type, object_ids, child_ids, detail, request_id)"
                " VALUES (now(), 'reminders.swept', '', '{}', '{}', '{}', '') RETURNING id"
            )
            return cursor.fetchone()[0]


@pytest.fixture
def writer(transactional_db: None) -> Iterator[Callable[[], Writer]]:
    """Makes other processes; they are gone afterwards."""
    made: list[Writer] = []

    def make() -> Writer:
        made.append(Writer())
        return made[-1]

    yield make
    for one in made:
        one.connection.close()


def test_a_lower_id_that_may_still_commit_holds_the_seal_up(
    writer: Callable[[], Writer], caplog: pytest.LogCaptureFixture
) -> None:
    slow = writer()
    lower = slow.write()
    higher = look(None).pk
    assert lower < higher

    assert seal_all(now=NOW, patience=0.2) == Run(settled=False)
    assert [line["event"] for line in lines_of(caplog)] == ["audit_not_sealed"]
    assert seals() == []
    slow.connection.commit()

    assert seal() == Run(rows=2, seals=1)
    [one] = seals()
    assert (one.first_id, one.last_id, one.count) == (lower, higher, 2)
    assert verify(None).breaks == []


def test_a_row_that_was_taken_back_leaves_a_gap_and_no_break(writer: Callable[[], Writer]) -> None:
    slow = writer()
    slow.write()
    higher = look(None).pk
    slow.connection.rollback()

    assert seal() == Run(rows=1, seals=1)
    assert (seals()[0].first_id, verify(None).breaks) == (higher, [])


def test_who_came_later_does_not_hold_the_seal_up(writer: Callable[[], Writer]) -> None:
    """Under a steady stream of writers there is always one: only those before the last id drawn are waited for."""
    slow, later = writer(), writer()
    lower = slow.write()
    through: list[int | None] = []
    waiting = threading.Thread(target=lambda: (through.append(settled(patience=10)), connection.close()))

    waiting.start()
    while not any("settled" in name for name in stack_of(waiting)):
        time.sleep(0.01)
    time.sleep(0.1)
    later.write()
    slow.connection.commit()
    waiting.join()

    assert through == [lower]


def stack_of(thread: threading.Thread) -> list[str]:
    import sys

    frame, names = sys._current_frames().get(thread.ident), []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def test_the_command_says_when_it_was_held_up(writer: Callable[[], Writer]) -> None:
    writer().write()
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("seal_audit", "--patience", "0.1", stdout=out)

    assert ended.value.code == 1
    assert out.getvalue().startswith("Nothing sealed")


def test_two_sealers_at_once_make_one_chain(transactional_db: None) -> None:
    many(None, 4 * BATCH)
    runs: list[Run] = []
    begin = threading.Barrier(2)

    def run() -> None:
        begin.wait()
        runs.append(seal())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(one.rows for one in runs) == 4000
    assert [one.number for one in seals()] == [1, 2, 3, 4]
    found = verify(None)
    assert (found.rows, found.breaks) == (4000, [])


# -- Nobody may ---------------------------------------------------------------------------------
CHANGES = ["UPDATE audit_seal SET count = 5", "DELETE FROM audit_seal", "TRUNCATE audit_seal"]


@pytest.mark.django_db
@pytest.mark.parametrize("sql", CHANGES)
def test_the_app_may_not_touch_a_seal(sql: str) -> None:
    look(None)
    seal()

    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert [one.count for one in seals()] == [1]


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("sql", CHANGES)
def test_not_even_the_owner_may_touch_a_seal(sql: str) -> None:
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_seal (number, after_id, through_id, first_id, last_id, count, previous, hash, sealed_at)"
            " VALUES (1, 0, 1, 1, 1, 1, '', '', now())"
        )

    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute(sql)


# -- Whoever can all the same is found ------------------------------------------------------------
@pytest.fixture
def superuser(transactional_db: None) -> Iterator[Any]:
    """A cursor to which no trigger, right or wall applies."""
    url = os.environ["PORTAL_TEST_SUPERUSER"].rpartition("/")[0]
    held = psycopg2.connect(f"{url}/{connections['default'].settings_dict['NAME']}")
    held.autocommit = True
    with held.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
    held.close()


@pytest.fixture
def by_hand(superuser: Any) -> Callable[[str], None]:
    """Touches one row."""

    def run(sql: str) -> None:
        superuser.execute(sql)
        assert superuser.rowcount == 1

    return run


@pytest.fixture
def two_seals(superuser: Any) -> int:
    """An authority with rows 1, 2, 4 in one seal, 5 and 6 in the next and 7 in none; 3 was taken back."""
    superuser.execute("ALTER SEQUENCE audit_event_id_seq RESTART 1")
    authority_id = LocalAuthorityFactory().pk
    look(authority_id)
    look(authority_id)
    with transaction.atomic():
        look(authority_id)
        transaction.set_rollback(True)
    look(authority_id)
    seal()
    look(authority_id)
    look(authority_id)
    seal()
    look(authority_id)
    return authority_id


INSERTED = (
    "INSERT INTO audit_event (id, at, authority_id, verb, object_type, object_ids, child_ids, detail, request_id)"
    " SELECT 3, at, authority_id, verb, object_type, object_ids, child_ids, detail, request_id"
    " FROM audit_event WHERE id = 2"
)
REMOVED_AT_THE_END = "seal 2 was noted, and the chain ends at 1: its end was cut off"
TOUCHED = {
    "UPDATE audit_event SET verb = 'child.changed' WHERE id = 2": [
        "seal 1 (rows 1 to 4): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = 1": [
        "seal 1 (rows 1 to 4): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET actor_id = 1 WHERE id = 5": [
        "seal 2 (rows 5 to 6): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET child_ids = '{8}' WHERE id = 5": [
        "seal 2 (rows 5 to 6): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET object_ids = '{8}', object_type = 'x' WHERE id = 5": [
        "seal 2 (rows 5 to 6): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET detail = '{}' WHERE id = 6": [
        "seal 2 (rows 5 to 6): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET request_id = 'x' WHERE id = 4": [
        "seal 1 (rows 1 to 4): a row or the seal itself was changed"
    ],
    "UPDATE audit_event SET authority_id = NULL WHERE id = 4": ["seal 1 (rows 1 to 4): 1 of 3 rows removed"],
    "UPDATE audit_event SET id = 3 WHERE id = 4": [
        "seal 1 (rows 1 to 4): a row or the seal itself was changed"
    ],
    "DELETE FROM audit_event WHERE id = 5": ["seal 2 (rows 5 to 6): 1 of 2 rows removed"],
    INSERTED: ["seal 1 (rows 1 to 4): 1 rows inserted beside 3"],
    "UPDATE audit_seal SET sealed_at = now() WHERE number = 1": [
        "seal 1 (rows 1 to 4): a row or the seal itself was changed"
    ],
    "UPDATE audit_seal SET first_id = 2 WHERE number = 1": [
        "seal 1 (rows 2 to 4): a row or the seal itself was changed"
    ],
    f"UPDATE audit_seal SET hash = '{'a' * 64}' WHERE number = 1": [
        "seal 1 (rows 1 to 4): a row or the seal itself was changed",
        "seal 2 does not follow the hash of seal 1",
    ],
    "UPDATE audit_seal SET after_id = 3 WHERE number = 2": [
        "seal 2 does not begin where seal 1 ends",
        "seal 2 (rows 5 to 6): a row or the seal itself was changed",
    ],
    "DELETE FROM audit_seal WHERE number = 1": ["seal 2 follows seal 0: 1 between them removed"],
    "DELETE FROM audit_seal WHERE number = 2": [REMOVED_AT_THE_END],
}


@pytest.mark.parametrize("sql", TOUCHED)
def test_what_a_superuser_touches_is_found(
    sql: str, two_seals: int, by_hand: Callable[[str], None], tmp_path: Path
) -> None:
    code, before = checked()
    kept = tmp_path / "anchors.txt"
    kept.write_text(before)
    assert (code, before.splitlines()[-1]) == (
        0,
        "2 chains, 5 sealed rows, 1 not sealed yet: as they were sealed.",
    )

    by_hand(sql)

    code, after = checked("--anchor", str(kept))
    assert code == 1
    told_of = [
        line.partition(": ")[2].removesuffix(".") for line in after.splitlines() if line.startswith("BROKEN")
    ]
    assert told_of == TOUCHED[sql]
    assert f" {len(TOUCHED[sql])} broken." in after


def test_a_chain_that_was_cut_and_sealed_again_is_not_the_one_noted(
    two_seals: int, by_hand: Callable[[str], None], tmp_path: Path
) -> None:
    """The worker's log is as good as the output of a check."""
    last = seals()[-1]
    kept = tmp_path / "worker.log"
    kept.write_text(json.dumps({"event": "audit_sealed", "anchor": f"{two_seals} 2 {last.hash}"}))
    by_hand("DELETE FROM audit_seal WHERE number = 2")
    by_hand("DELETE FROM audit_event WHERE id = 6")
    seal_all(now=NOW.replace(hour=10))

    assert checked()[0] == 0
    code, said = checked("--anchor", str(kept))

    assert code == 1
    assert "seal 2 is not the one that was noted: the chain was made anew" in said


def test_a_chain_that_is_gone_altogether_is_missed(
    two_seals: int, by_hand: Callable[[str], None], tmp_path: Path
) -> None:
    kept = tmp_path / "anchors.txt"
    kept.write_text(checked()[1])
    for number in (1, 2):
        by_hand(f"DELETE FROM audit_seal WHERE number = {number}")
    for row in (1, 2, 4, 5, 6, 7):
        by_hand(f"DELETE FROM audit_event WHERE id = {row}")

    code, said = checked("--anchor", str(kept))

    assert code == 1
    assert "seal 2 was noted, and the chain ends at 0" in said


# -- The command ---------------------------------------------------------------------------------
@pytest.mark.django_db
def test_one_chain_can_be_asked_for() -> None:
    here, there = LocalAuthorityFactory(), LocalAuthorityFactory()
    look(here.pk)
    look(there.pk)
    seal()
    look(there.pk)

    code, said = checked("--authority", there.ons_code)

    line, whole = said.splitlines()
    assert code == 0
    assert line.startswith(f"{there.ons_code}: 1 rows in 1 seals, 1 since. Anchor {there.pk} 1 ")
    assert whole == "1 chains, 1 sealed rows, 1 not sealed yet: as they were sealed."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--authority", "E00000000"], "No authority has the code E00000000."),
        (
            ["--anchor", "/nowhere/anchors.txt"],
            "/nowhere/anchors.txt cannot be read: No such file or directory.",
        ),
    ],
)
def test_misuse_is_told(options: list[str], words: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit", *options, stdout=StringIO())

    assert (str(refused.value), refused.value.returncode) == (words, 2)


@pytest.mark.django_db
def test_so_many_breaks_are_told_and_no_more() -> None:
    look(None)
    seal()

    found = verify(None, noted=dict.fromkeys(range(1, 2), "0" * 64))
    for _ in range(2 * MOST):
        found.broken("another")

    assert found.breaks[0] == "seal 1 is not the one that was noted: the chain was made anew"
    assert len(found.breaks) == 100


@pytest.mark.slow
@pytest.mark.django_db
def test_ten_times_the_rows_need_no_more_memory(authority: Any) -> None:
    def peak() -> int:
        tracemalloc.start()
        assert verify(authority.pk).breaks == []
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    many(authority.pk, 4000)
    seal()
    small = peak()
    many(authority.pk, 36_000)
    seal()

    assert verify(authority.pk).rows == 40_000
    assert peak() < 1.3 * small
