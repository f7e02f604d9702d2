"""Faults that a person might make, put into a copy of the tree one by one: the tests named beside each must go red.

Three are tried in every run, all of them in `make soak`. Small faults of every line are `make mutants`.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from django.db import connections

from scripts.mutants.tree import ROOT, copy_tree

_CHILDREN = "tests/children/test_access.py"
_REVIEWS = "tests/reviews/test_access.py"
_TRANSACTION = "tests/accounts/test_transaction.py"
_WALLS = "tests/consistency/test_walls.py"
_EVENTS = "tests/audit/test_events.py"
_SEALS = "tests/audit/test_seals.py"
_SWEEP_SQL = "reviews/migrations/0008_sweep_functions.py"
_SWEEP = "tests/reviews/reminders/test_sweep.py"
_OUTBOX = "tests/audit/test_outbox.py"
_CODES = "tests/participation/test_codes.py"
_EXAMPLES = "tests/reviews/timescales/test_worked_examples.py"
_DUTIES = "tests/reviews/timescales/test_duties.py"
_VISITS = "tests/reviews/timescales/test_visits.py"
_REMINDERS = "tests/reviews/timescales/test_reminders.py"


@dataclass(frozen=True)
class Seeded:
    """`old` stands once in the module and becomes `new`; then `tests` must not pass."""

    name: str
    module: str
    old: str
    new: str
    tests: str
    sampled: bool = False
    migrated: bool = False
    """The fault is in a migration, so the database must be made from the copy."""


def _clock(name: str, module: str, old: str, new: str, tests: str, sampled: bool = False) -> Seeded:
    return Seeded(name, f"reviews/timescales/{module}.py", old, new, tests, sampled)


FAULTS = (
    # Whose children
    Seeded(
        "an IRO reaches every child",
        "children/access.py",
        "reached = Q(pk__in=allocated_to(actor, on=day).values(\"child\"))",
        "reached = Q(pk__isnull=False)",
        _CHILDREN,
        sampled=True,
    ),
    Seeded(
        "anybody's allocation counts as one's own",
        "children/access.py",
        "mine = Q(iro=actor.person) & ~Q(",
        "mine = ~Q(",
        _CHILDREN,
    ),
    Seeded(
        "a child is still one's own on the day it went to somebody else",
        "children/access.py",
        "end_date__gt=on",
        "end_date__gte=on",
        _CHILDREN,
    ),
    Seeded(
        "a child is one's own before the allocation begins",
        "children/access.py",
        "| Q(end_date__gt=on), Q(start_date__lte=on)",
        "| Q(end_date__gt=on), Q()",
        _CHILDREN,
    ),
    Seeded(
        "an allocated manager may alter a review",
        "reviews/access.py",
        "actor.authority is None or not actor.may(Permission.RECORD_REVIEW)",
        "actor.authority is None",
        _REVIEWS,
    ),
    Seeded(
        "who leads and reviews may alter every review",
        "reviews/access.py",
        "child__in=allocated_to(actor, on=clock.today()).values(\"child\")",
        "child__in=visible_children(actor)",
        _REVIEWS,
    ),
    Seeded(
        "every review of the authority is visible",
        "reviews/access.py",
        "return Review.objects.filter(child__in=visible_children(actor))",
        "return Review.objects.all()",
        _REVIEWS,
    ),
    # Whose authority
    Seeded(
        "a request does not tell the database its authority",
        "accounts/middleware.py",
        "        tell_database(request.actor.authority.pk)\n",
        "",
        _TRANSACTION,
        sampled=True,
    ),
    Seeded(
        "a task does not tell the database its authority",
        "accounts/scoping.py",
        "        before = tell_database(authority.pk if authority else None)\n",
        "        before = None\n",
        _TRANSACTION,
    ),
    Seeded(
        "a request runs without a scope",
        "accounts/middleware.py",
        "with scope(authority=request.actor.authority):",
        "if True:",
        _TRANSACTION,
    ),
    Seeded(
        "the authority outlives its transaction",
        "core/walls.py",
        "set_config(%s, %s, true)",
        "set_config(%s, %s, false)",
        _WALLS,
    ),
    Seeded(
        "a table has no wall",
        "reviews/migrations/0007_walls.py",
        '        AuthorityWall("reviews_decision"),\n',
        "",
        _WALLS,
        migrated=True,
    ),
    Seeded(
        "a wall lets everything through",
        "core/walls.py",
        'OF_HERE = f"authority_id = {HERE}"',
        'OF_HERE = "true"',
        _WALLS,
        migrated=True,
    ),
    Seeded(
        "a wall has no policy",
        "core/walls.py",
        """                f'CREATE POLICY {WALL} ON "{table}" USING ({rule}) WITH CHECK ({rule})',\n""",
        "",
        _WALLS,
        migrated=True,
    ),
    Seeded(
        "a wall takes rows of any authority",
        "core/walls.py",
        "WITH CHECK ({rule})'",
        "WITH CHECK (true)'",
        _WALLS,
        migrated=True,
    ),
    # The doors
    Seeded(
        "a child has no door",
        "children/access.py",
        "found = visible_children(actor if permission is None else replace(actor, opened=frozenset()))",
        "found = Child.objects.all()",
        _CHILDREN,
    ),
    Seeded(
        "a restricted child is open to who leads",
        "children/access.py",
        "reached = ~Q(pk__in=closed_children(actor, on=day))",
        "reached = Q(pk__isnull=False)",
        "tests/children/test_restricted.py",
    ),
    Seeded(
        "broken glass is more than reading",
        "children/access.py",
        "visible_children(actor if permission is None else replace(actor, opened=frozenset()))",
        "visible_children(actor)",
        "tests/children/test_glass.py",
    ),
    Seeded(
        "whoever may look at a review may alter it",
        "reviews/access.py",
        "review = own_reviews(actor)",
        "review = visible_reviews(actor)",
        _REVIEWS,
    ),
    Seeded(
        "a review has no door",
        "reviews/access.py",
        "review = visible_reviews(actor)",
        "review = Review.objects",
        _REVIEWS,
    ),
    Seeded(
        "another review's occasion opens under one's own",
        "participation/access.py",
        "if view is not None and view.review_id != review.pk:",
        "if False:",
        "tests/participation",
    ),
    Seeded(
        "words meant for named people are read by who leads",
        "participation/access.py",
        "view.sharing == Sharing.NAMED or ",
        "",
        "tests/participation",
    ),
    # The audit
    Seeded(
        "audit rows can be changed",
        "audit/migrations/0002_append_only.py",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON",
        "CREATE TRIGGER audit_event_no_change BEFORE DELETE ON",
        _EVENTS,
        migrated=True,
    ),
    Seeded(
        "audit rows can be truncated",
        "audit/migrations/0002_append_only.py",
        """CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_is_append_only();
""",
        "",
        _EVENTS,
        migrated=True,
    ),
    Seeded(
        "a seal leaves a row out",
        "audit/chain.py",
        "for row_id, row in rows:",
        "for row_id, row in rows[1:] or rows:",
        _SEALS,
    ),
    Seeded(
        "a seal does not wait for who may still commit",
        "audit/chain.py",
        "    return None if waiting else drawn",
        "    return drawn",
        _SEALS,
    ),
    Seeded(
        "who draws an id tells nobody",
        "audit/migrations/0007_seals.py",
        "    PERFORM pg_advisory_xact_lock_shared(1096107081, 1);\n",
        "",
        _SEALS,
        migrated=True,
    ),
    Seeded(
        "a changed row passes the check",
        "audit/verifying.py",
        "elif made != seal.hash or",
        "elif",
        _SEALS,
    ),
    # Who may
    Seeded(
        "a page asks for no permission",
        "accounts/views_base.py",
        'raise PermissionDenied("Your role does not include this page.")',
        "pass",
        "tests/accounts/test_settings.py",
    ),
    Seeded(
        "of two permissions both are asked for",
        "accounts/views_base.py",
        "not any(",
        "not all(",
        "tests/permissions",
    ),
    Seeded(
        "an administrator sees children",
        "accounts/roles.py",
        "            Permission.MANAGE_PEOPLE,\n",
        "            Permission.MANAGE_PEOPLE,\n            Permission.VIEW_ALL_CHILDREN,\n",
        _CHILDREN,
    ),
    Seeded(
        "a role counts after its last day",
        "accounts/actor.py",
        "Q(to_date__isnull=True) | Q(to_date__gte=on), person=person",
        "person=person",
        "tests/accounts/test_actor.py",
    ),
    Seeded(
        "a suspended authority lets people in",
        "accounts/actor.py",
        ".filter(Q(authority__isnull=True) | Q(authority__suspended_at__isnull=True))",
        "",
        "tests/accounts/test_authorities.py",
    ),
    Seeded(
        "a later save overwrites an earlier one",
        "accounts/versions.py",
        "pk=row.pk, version=version)",
        "pk=row.pk)",
        "tests/accounts/test_settings.py",
    ),
    # What goes out
    Seeded(
        "a message is marked whoever has claimed it since",
        "audit/outbox.py",
        ", attempts=message.attempts",
        "",
        _OUTBOX,
    ),
    Seeded(
        "a message that failed for good is tried again",
        "audit/outbox.py",
        "if 500 <= code < 600:",
        "if 500 < code < 550:",
        _OUTBOX,
    ),
    Seeded(
        "a digest is made twice",
        _SWEEP_SQL,
        "        ON CONFLICT (key) DO NOTHING\n",
        "",
        _SWEEP,
        migrated=True,
    ),
    Seeded(
        "a duty that is met is reminded of",
        _SWEEP_SQL,
        "deadline.met_date IS NULL AND deadline.kind = ANY",
        "deadline.kind = ANY",
        _SWEEP,
        migrated=True,
    ),
    Seeded(
        "a step is given after a later one",
        _SWEEP_SQL,
        "AND given.recipient_id = told.recipient_id AND given.step >= told.step",
        "AND given.recipient_id = told.recipient_id AND given.step = told.step",
        _SWEEP,
        migrated=True,
    ),
    # The clock
    _clock("the first review after 21 working days", "rules", "(20, Unit.WORKING_DAYS)", "(21, Unit.WORKING_DAYS)",
           _EXAMPLES, sampled=True),
    _clock("the second review after 4 months", "rules", "CountedFrom.FIRST_REVIEW, 3, _SECOND,",
           "CountedFrom.FIRST_REVIEW, 4, _SECOND,", _EXAMPLES),
    _clock("later reviews after 5 months", "rules", "CountedFrom.LAST_REVIEW, 6, _LATER, *readings",
           "CountedFrom.LAST_REVIEW, 5, _LATER, *readings", _EXAMPLES),
    _clock("the first review in short breaks after 4 months", "rules", "(3, Unit.MONTHS)", "(4, Unit.MONTHS)",
           _EXAMPLES),
    _clock("placed for adoption: 5 weeks", "rules", "CountedFrom.PLACED, 4, Unit.WEEKS",
           "CountedFrom.PLACED, 5, Unit.WEEKS", _EXAMPLES),
    _clock("the later of two clocks governs", "rules", "key=lambda one: (one.due, one.rule",
           "reverse=True, key=lambda one: (one.due, one.rule", _EXAMPLES),
    _clock("a review is due on the 18th birthday", "rules", "candidates[0].due < self.eighteenth",
           "candidates[0].due <= self.eighteenth", "tests/reviews/timescales/test_review_clock.py"),
    _clock("the child asked 19 working days before", "duties", "CountedFrom.REVIEW_DATE, -20",
           "CountedFrom.REVIEW_DATE, -19", _DUTIES),
    _clock("decisions after 6 working days", "duties", "REVIEW_CONCLUDED, 5", "REVIEW_CONCLUDED, 6", _DUTIES),
    _clock("the record after 16 working days", "duties", "REVIEW_CONCLUDED, 15", "REVIEW_CONCLUDED, 16", _DUTIES),
    _clock("copies after 19 working days", "duties", "REVIEW_CONCLUDED, 20", "REVIEW_CONCLUDED, 19", _DUTIES),
    _clock("the first visit after 2 weeks", "visits", "_WEEK = (1, Unit.WEEKS)", "_WEEK = (2, Unit.WEEKS)", _VISITS),
    _clock("a reminder comes the day after its day", "reminders", "if day.on <= on]", "if day.on < on]", _REMINDERS),
    Seeded("a child of four has no voice", "participation/codes.py", "if age < AGE_OF_VOICE:",
           "if age <= AGE_OF_VOICE:", _CODES),
)  # fmt: skip

Judged = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree to put faults into."""
    return copy_tree(tmp_path_factory.mktemp("seeded") / "tree")


@pytest.fixture
def judged(copy: Path, django_db_setup: None, django_db_blocker: object) -> Judged:
    """Runs tests in the copy, with a database copied from the one of this worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()  # nobody may be connected to what is copied
        disconnect(f"test_portal_{worker}")
    environment = os.environ | {
        "PYTEST_XDIST_WORKER": f"seeded_{worker}",
        "PORTAL_TEST_TEMPLATE": f"test_portal_{worker}",
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("PYTEST_XDIST_WORKER_COUNT", None)
    quiet = ("-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "--hypothesis-profile=ci")

    def run(tests: str, *, migrated: bool = False) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", *quiet, tests]
        here = environment | ({"PORTAL_TEST_TEMPLATE": ""} if migrated else {})
        return subprocess.run(command, cwd=copy, env=here, capture_output=True, text=True, check=False)

    return run


def disconnect(database: str) -> None:
    """End the connections that processes of earlier tests have left to this worker's database."""
    with (
        contextlib.closing(psycopg2.connect(os.environ["PORTAL_TEST_SUPERUSER"])) as superuser,
        superuser.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database]
        )


def marked(fault: Seeded) -> object:
    """A fault as a case; those that are not sampled only in `make soak`."""
    return pytest.param(fault, id=fault.name, marks=[pytest.mark.slow if fault.sampled else pytest.mark.soak])


@pytest.mark.parametrize("fault", [marked(fault) for fault in FAULTS])
def test_a_seeded_fault_turns_the_suite_red(fault: Seeded, copy: Path, judged: Judged) -> None:
    path = copy / fault.module
    sound = path.read_text()
    assert sound.count(fault.old) == 1, "the fault no longer fits its module"

    path.write_text(sound.replace(fault.old, fault.new))
    try:
        answer = judged(fault.tests, migrated=fault.migrated)
    finally:
        path.write_text(sound)

    assert answer.returncode == 1, answer.stdout[-3000:] + answer.stderr[-3000:]
    assert " failed" in answer.stdout


@pytest.mark.soak
@pytest.mark.parametrize("tests", sorted({fault.tests for fault in FAULTS}))
def test_without_a_fault_they_pass(tests: str, judged: Judged) -> None:
    answer = judged(tests)

    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_fits_its_module(fault: Seeded) -> None:
    sound = (ROOT / fault.module).read_text()

    assert sound.count(fault.old) == 1
    compile(sound.replace(fault.old, fault.new), fault.module, "exec")


def test_three_are_sampled_in_every_run() -> None:
    assert len([fault for fault in FAULTS if fault.sampled]) == 3
