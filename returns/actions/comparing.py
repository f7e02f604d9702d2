"""Compares a checked collection with what is held, child by child, and says what would be written. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import LocalAuthority
from children.actions.episodes import Care, Settled, held_care, settle
from children.chain import Note, Told, collection_end, collection_start, join
from children.enums import StartBasis
from children.models import Child, CollectionYearFacts, Episode
from returns.actions.people import PersonPlan, plan_person
from returns.actions.reviews import UNDER_WAY, ReviewPlan, Stretch, plan_reviews
from returns.checks.cells import Finder
from returns.problems import in_order
from returns.report import DECIDE, GONE, KEPT, Remark, Report
from returns.rows import Checked
from returns.tables import REVIEWS, UASC
from reviews.models import Review

SLICE = 100
"""Children between two reports of progress."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many children are done and how many there are."""

CHAIN_COLUMNS = {
    "start": "DECOM",
    "reason": "RNE",
    "legal_status": "LS",
    "need": "CIN",
    "place": "PLACE",
    "provider": "PLACE_PROVIDER",
    "end": "DEC",
    "end_reason": "REC",
    "change_reason": "REASON_PLACE_CHANGE",
    "home_postcode": "HOME_POST",
    "placement_postcode": "PL_POST",
    "urn": "URN",
}


def silent(step: str, done: int, total: int) -> None:
    """Progress told to nobody."""


@dataclass
class ChildPlan:
    """Everything one child's rows ought to be."""

    person: PersonPlan
    settled: Settled
    reviews: ReviewPlan
    told: int
    """Good rows of the Episodes table."""
    notes: list[Note] = field(default_factory=list)
    under_way: list[Review] = field(default_factory=list)
    """Reviews of the portal that are booked or not finished."""

    @property
    def changes(self) -> bool:
        """Whether the child's duties have to be worked out again."""
        return self.person.child.pk is None or (
            self.person.changes_child or self.settled.changes or self.reviews.changes
        )


def compare(
    authority: LocalAuthority, checked: Checked, report: Report, progress: Progress
) -> list[ChildPlan]:
    """Plan every child of the Header; problems, counts and remarks go into the report. The rows read stay locked."""
    numbers = list(checked.headers)
    progress("Comparing with what is held", 0, len(numbers))
    found = Child.objects.filter(number__in=numbers).order_by("pk").select_for_update(of=("self",))
    children = {child.number: child for child in found}
    ids = [child.pk for child in children.values()]
    care = held_care(children.values())
    facts: dict[int, dict[int, CollectionYearFacts]] = defaultdict(dict)
    for row in CollectionYearFacts.objects.filter(child__in=ids):
        facts[row.child_id][row.year] = row
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.filter(child__in=ids).order_by("pk").select_for_update(of=("self",)):
        reviews[review.child_id].append(review)
    finder = Finder(checked.year)
    plans = []
    has = {file.table for file in checked.files}
    for done, number in enumerate(numbers):
        if done % SLICE == 0:
            progress("Comparing with what is held", done, len(numbers))
        child = children.get(number)
        person = plan_person(
            child,
            facts[child.pk] if child else {},
            checked.headers[number],
            checked.uasc.get(number),
            authority=authority,
            year=checked.year,
            has_uasc=UASC in has,
        )
        held = care[child.pk] if child else Care(person.child)
        plan = _plan_child(authority, checked, finder, person, held, reviews[child.pk] if child else [], has)
        for column, words, rule in person.odd:
            finder.warn(person.header.line, column, words, rule)
        plans.append(plan)
    report.problems = in_order([*checked.problems, *finder.problems])
    _count(report, plans)
    report.remarks = [remark for plan in plans for remark in _remarks(plan)] + _gone_children(checked)
    return plans


def _plan_child(
    authority: LocalAuthority,
    checked: Checked,
    finder: Finder,
    person: PersonPlan,
    care: Care,
    held_reviews: list[Review],
    has: set[str],
) -> ChildPlan:
    number = person.header.child
    told = [Told(item.row, item.line) for item in checked.episodes.get(number, [])]
    joined = join(care.links(), told, checked.year)
    conflict = joined.conflict
    settled = Settled(care)
    if not conflict and joined.links:
        settled = settle(care, joined.links)
        conflict = settled.conflict
    notes = joined.notes
    if conflict:
        for item in told:
            finder.refuse(item.source, "DECOM", conflict)
        settled, notes = Settled(care), []
    stretches = _stretches(settled, care)
    reviews = plan_reviews(
        person.child,
        held_reviews,
        checked.reviews.get(number, []),
        stretches,
        year=checked.year,
        gap_months=authority.settings.short_break_gap_months,
        complete=REVIEWS in has,
    )
    broken = checked.broken_chains.get(number)
    for row, words in reviews.outside:
        if broken is not None or conflict:
            where = f"line {broken.number} of {broken.file}" if broken is not None else "the child's episodes"
            finder.follow(
                row.line, f"Left out with {where}, refused: nothing good tells of care on this day."
            )
        else:
            finder.refuse(row.line, "REVIEW", words)
    under_way = [review for review in held_reviews if review.state in UNDER_WAY]
    return ChildPlan(person, settled, reviews, 0 if conflict else len(told), notes, under_way)


def _stretches(settled: Settled, care: Care) -> list[Stretch]:
    """The periods of care as they will stand: those that follow from episodes, and those entered without any."""
    found = [
        Stretch(c.row, *c.span, c.values.get("basis", c.row.basis) == StartBasis.SHORT_BREAKS)
        for c in settled.periods
    ]
    known = {id(stretch.period) for stretch in found} | {id(gone) for gone, _ in settled.joined}
    found += [
        Stretch(p, p.start_date, p.end_date, p.basis == StartBasis.SHORT_BREAKS)
        for p in care.periods
        if id(p) not in known
    ]
    return sorted(found, key=lambda stretch: stretch.start)


# -- Telling ---------------------------------------------------------------------------------------------------------


def _count(report: Report, plans: list[ChildPlan]) -> None:
    """What becomes of the good rows."""
    counts = report.counts
    for plan in plans:
        counts["children"][plan.person.act] += 1
        if plan.person.uasc is not None:
            counts["uasc"][plan.person.uasc_act] += 1
        settled = plan.settled
        for change in settled.periods:
            counts["periods"][_act(is_new=change.row.pk is None, differs=change.differs)] += 1
        counts["periods"]["changed"] += len(settled.joined)
        told = 0
        held = {id(link.episode): link.row for link in settled.care.links()}
        for link in settled.links:
            before = held.get(id(link.episode))
            act = _act(is_new=before is None, differs=before != link.row)
            if act != "unchanged":
                counts["episodes"][act] += 1
                told += link.source is not None
        counts["episodes"]["unchanged"] += max(plan.told - told, 0)
        counts["episodes"]["changed"] += len(settled.removed[Episode])
        counts["reviews"]["made"] += len(plan.reviews.new)
        counts["reviews"]["changed"] += len(plan.reviews.changed)
        counts["reviews"]["unchanged"] += plan.reviews.unchanged


def _act(*, is_new: bool, differs: bool) -> str:
    if is_new:
        return "made"
    return "changed" if differs else "unchanged"


def _remarks(plan: ChildPlan) -> Iterator[Remark]:
    """What to know of one child."""
    child = plan.person.header.child
    yield from plan.person.remarks
    yield from plan.reviews.remarks
    for note in plan.notes:
        column = CHAIN_COLUMNS.get(note.field, "")
        what = f"episode of {note.start:%d/%m/%Y}" + (f", {column}" if column else "")
        yield Remark.of(note.kind, child, what, held=note.held, told=note.told, line=note.source)
    if plan.settled.kept_start is not None:
        given, told = plan.settled.kept_start
        yield Remark.of(KEPT, child, "start of care", held=given, told=told)
    for review in plan.under_way if plan.settled.ended else ():
        day = f" booked for {review.scheduled_date:%d/%m/%Y}" if review.scheduled_date else ""
        yield Remark.of(DECIDE, child, f"care has ended, and a review{day} is still open in the portal")


def _gone_children(checked: Checked) -> list[Remark]:
    """Children that this collection, or one before it, told of, and who ought to be in these files."""
    year = checked.year
    in_year = Q(episodes__collection_year__lte=year, episodes__start_date__lte=collection_end(year)) & (
        Q(episodes__end_date__isnull=True) | Q(episodes__end_date__gte=collection_start(year))
    )
    told = Child.objects.filter(in_year | Q(collection_years__year=year)).exclude(number__in=checked.seen)
    numbers = told.order_by("number").values_list("number", flat=True).distinct()
    return [Remark.of(GONE, number, "the child") for number in numbers]
