"""Takes the files of one collection into the portal, in one act: all of it or nothing.

Everything is read, checked and compared first, so that all problems are told at once. Then the rows are written, many
children together: the number of statements grows with slices of children, not with children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from audit.actions import record
from audit.verbs import Verb
from children.actions.episodes import save
from children.chain import SHORT_BREAKS
from children.models import Allocation
from core import clock
from returns.actions.comparing import ChildPlan, Progress, compare, silent
from returns.actions.people import save_people
from returns.actions.reviews import save_reviews
from returns.checks import check
from returns.models import Job
from returns.reading import read_collection
from returns.report import Report
from returns.tables import EPISODES, HEADER, REVIEWS, UASC
from reviews.actions.duties import recompute_children

LOCK = 903
"""The first key of the lock that lets one import at a time into an authority; the second is the authority's id."""
SLICE = 100
"""Children written together, between two reports of progress."""
DIED = "E2"
THINGS = {HEADER: "children", EPISODES: "episodes", REVIEWS: "reviews", UASC: "uasc"}


def import_collection(
    *,
    authority: LocalAuthority,
    files: Mapping[str, bytes],
    by: Person | None,
    on: date,
    take_good_rows: bool = False,
    year: int | None = None,
    hint: int | None = None,
    job: Job | None = None,
    progress: Progress = silent,
) -> Report:
    """Take the files (name to content) of one collection of an authority.

    Where a row is refused nothing is changed, unless the good rows are to be taken. A second import of the same files
    changes nothing. `on` is today: no review was held after it. `year` is the one the collection ends in (None: worked
    out from the dates; `hint` decides between equals). Another import into the same authority is waited for. The
    outcome is in the report; nothing is raised.
    """
    progress("Reading the files", 0, 0)
    checked = check(read_collection(files), year=year, hint=hint, on=on)
    report = Report(
        checked.year, take_good_rows=take_good_rows, files=checked.files, problems=checked.problems
    )
    report.unreadable = checked.broken
    with in_authority(authority):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, authority.pk % 2**31])
        plans = [] if checked.broken else compare(authority, checked, report, progress)
        _count_refused(report)
        report.taken = not checked.broken and (take_good_rows or not report.refused)
        touched: list[int] = []
        if report.taken:
            touched = _write(plans, by, progress)
        else:
            report.remarks = []
        _record(authority, report, by, job, touched)
    return report


def _count_refused(report: Report) -> None:
    """Rows that are not taken, by table; where nothing is taken, nothing is made or changed either."""
    table_of = {file.name: file.table for file in report.files}
    rows = {(problem.file, problem.line) for problem in report.refused if problem.line}
    for file, _ in rows:
        if (table := table_of.get(file)) in THINGS:
            report.counts[THINGS[table]]["refused"] += 1
    if report.refused and not report.take_good_rows:
        for counts in report.counts.values():
            counts["made"] = counts["changed"] = counts["unchanged"] = 0


def _write(plans: Sequence[ChildPlan], by: Person | None, progress: Progress) -> list[int]:
    """Write what was planned; gives the ids of the children whose duties were worked out again."""
    touched: list[int] = []
    for start in range(0, len(plans), SLICE):
        progress("Reading the 903 files", start, len(plans))
        part = plans[start : start + SLICE]
        changing = [plan for plan in part if plan.changes]
        for plan in part:
            _died(plan)
        save_people([plan.person for plan in part], by=by)
        save([plan.settled for plan in part], by=by)
        save_reviews([plan.reviews for plan in part], by=by)
        _end_allocations(part, by)
        touched += [plan.person.child.pk for plan in changing]
    for start in range(0, len(touched), SLICE):
        progress("Working out what is due", start, len(touched))
        recompute_children(touched[start : start + SLICE], by=by)
    return touched


def _died(plan: ChildPlan) -> None:
    """The reason E2 gives the day a child died; one that is held stays."""
    child, last = plan.person.child, plan.settled.links[-1].row if plan.settled.links else None
    born = plan.person.child_values.get("date_of_birth", child.date_of_birth)
    if (
        last is not None
        and last.end_reason == DIED
        and child.died_on is None
        and last.end
        and last.end >= born
    ):
        plan.person.child_values["died_on"] = last.end


def _end_allocations(plans: Sequence[ChildPlan], by: Person | None) -> None:
    """Who is no longer looked after has no reviewing officer. Between short breaks of a series they keep theirs."""
    ended = {
        period.child_id: period.end_date
        for plan in plans
        for period in plan.settled.ended
        if not _may_come_again(plan)
    }
    if not ended:
        return
    standing = list(Allocation.objects.filter(child__in=list(ended), end_date__isnull=True))
    for allocation in standing:
        allocation.end_date = max(ended[allocation.child_id], allocation.start_date)
        allocation.ended_by, allocation.ended_at = by, clock.now()
    Allocation.objects.bulk_update(standing, ["end_date", "ended_by", "ended_at"])


def _may_come_again(plan: ChildPlan) -> bool:
    last = plan.settled.links[-1].row
    return last.legal_status in SHORT_BREAKS


def _record(
    authority: LocalAuthority, report: Report, by: Person | None, job: Job | None, touched: Sequence[int]
) -> None:
    """One act in the audit, with counts and without a word of the files."""
    record(
        Verb.IMPORTED if report.taken else Verb.IMPORT_REFUSED,
        by=by,
        authority_id=authority.pk,
        objects=[job] if job is not None else [],
        child_ids=touched,
        year=report.year,
        counts={thing: dict(counts) for thing, counts in report.counts.items()},
        take_good_rows=report.take_good_rows,
        problems=len(report.problems),
        remarks=len(report.remarks),
    )
