"""Past reviews of a collection: laid beside what is held, in the period of care they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Person
from children.actions.ranges import BATCH
from children.chain import collection_end, collection_start
from children.models import Child, PeriodOfCare
from core import clock
from core.calendar import add_months
from returns.report import DECIDE, GONE, KEPT, OLDER, Remark
from returns.rows import ReviewRow
from reviews.enums import ReviewState, Source
from reviews.models import Review

UNDER_WAY = (ReviewState.SCHEDULED, ReviewState.IN_PROGRESS, ReviewState.ADJOURNED)
NOT_COUNTED = (ReviewState.CANCELLED, ReviewState.LAPSED)


@dataclass(frozen=True)
class Stretch:
    """A period of care as it will stand."""

    period: PeriodOfCare
    start: date
    end: date | None
    short_breaks: bool


@dataclass
class ReviewPlan:
    """What one child's reviews ought to be."""

    child: Child
    new: list[Review] = field(default_factory=list)
    changed: list[Review] = field(default_factory=list)
    unchanged: int = 0
    told_again: list[Review] = field(default_factory=list)
    """Told by a newer collection, in the same words."""
    moved: list[tuple[Review, PeriodOfCare]] = field(default_factory=list)
    renumbered: list[Review] = field(default_factory=list)
    outside: list[tuple[ReviewRow, str]] = field(default_factory=list)
    """Reviews on days without care, with what was expected."""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether the clock could move."""
        return bool(self.new or self.changed or self.moved or self.renumbered)


def place(day: date, stretches: Sequence[Stretch], gap_months: int) -> PeriodOfCare | None:
    """The period of care a review of this day belongs to; between two short breaks of a series, the one before."""
    within = [s for s in stretches if s.start <= day and (s.end is None or day <= s.end)]
    if within:
        return within[-1].period
    before = [s for s in stretches if s.end is not None and s.end < day]
    if (
        before
        and before[-1].short_breaks
        and before[-1].end
        and day <= add_months(before[-1].end, gap_months)
    ):
        return before[-1].period
    return None


def _expected(day: date, stretches: Sequence[Stretch]) -> str:
    ended = [s.end for s in stretches if s.end is not None and s.end < day]
    if not stretches:
        return "A day on which the child was looked after: nothing tells of any."
    if not ended:
        return f"A day on or after {stretches[0].start:%d/%m/%Y}: no file tells of care before it."
    return f"A day on which the child was looked after: care ended on {ended[-1]:%d/%m/%Y}."


def plan_reviews(
    child: Child,
    held: Sequence[Review],
    told: Sequence[ReviewRow],
    stretches: Sequence[Stretch],
    *,
    year: int,
    gap_months: int,
    complete: bool,
) -> ReviewPlan:
    """Compare. `complete` says that a Reviews file was handed in, so that what it lacks is gone from it."""
    plan = ReviewPlan(child)
    imported = {review.held_date: review for review in held if review.source == Source.IMPORT}
    portal = {
        review.held_date: review for review in held if review.source == Source.PORTAL and review.held_date
    }
    booked = {review.scheduled_date for review in held if review.state == ReviewState.SCHEDULED}
    for row in told:
        period = place(row.held, stretches, gap_months)
        if period is None:
            plan.outside.append((row, _expected(row.held, stretches)))
        elif row.held in portal:
            _beside(plan, portal[row.held], row)
        elif row.held in imported:
            _again(plan, imported[row.held], row, year)
        else:
            plan.new.append(_new(child, period, row, year))
            if row.held in booked:
                what = (
                    f"a review is booked in the portal for {row.held:%d/%m/%Y}, and the file says it was held"
                )
                plan.remarks.append(Remark.of(DECIDE, child.number, what, line=row.line))
    for review in held:
        now = place(review.held_date, stretches, gap_months) if review.held_date else None
        if now is not None and (now.pk is None or review.period_id != now.pk):
            plan.moved.append((review, now))
    days = {row.held for row in told}
    first, last = collection_start(year), collection_end(year)
    for day, review in imported.items():
        if complete and day not in days and first <= day <= last and (review.collection_year or 0) <= year:
            plan.remarks.append(Remark.of(GONE, child.number, f"review of {day:%d/%m/%Y}"))
    _number(plan, held)
    return plan


def _new(child: Child, period: PeriodOfCare, row: ReviewRow, year: int) -> Review:
    review = Review(
        authority_id=child.authority_id,
        child=child,
        number=0,
        state=ReviewState.COMPLETED,
        source=Source.IMPORT,
        scheduled_date=row.held,
        held_date=row.held,
        concluded_date=row.held,
        imported_code=row.code,
        participation_code=row.code,
        collection_year=year,
    )
    review._period_to_be = period
    return review


def _beside(plan: ReviewPlan, review: Review, row: ReviewRow) -> None:
    """The portal has the review itself: what was recorded there stands."""
    plan.unchanged += 1
    if review.participation_code != row.code:
        what = f"participation code of the review of {row.held:%d/%m/%Y}"
        held = review.participation_code or "none yet"
        plan.remarks.append(Remark.of(KEPT, plan.child.number, what, held=held, told=row.code, line=row.line))


def _again(plan: ReviewPlan, review: Review, row: ReviewRow, year: int) -> None:
    ours, base = review.participation_code, review.imported_code
    what = f"participation code of the review of {row.held:%d/%m/%Y}"
    if (review.collection_year or 0) > year:
        plan.unchanged += 1
        if base != row.code:
            plan.remarks.append(
                Remark.of(OLDER, plan.child.number, what, held=base, told=row.code, line=row.line)
            )
        return
    by_person = ours != base
    if by_person and row.code != ours:
        plan.remarks.append(Remark.of(KEPT, plan.child.number, what, held=ours, told=row.code, line=row.line))
    values = {"imported_code": row.code, "participation_code": ours if by_person else row.code}
    differs = any(getattr(review, name) != value for name, value in values.items())
    newer = review.collection_year != year
    for name, value in values.items():
        setattr(review, name, value)
    review.collection_year = year
    if differs:
        plan.changed.append(review)
    else:
        plan.unchanged += 1
        if newer:
            plan.told_again.append(review)


def _number(plan: ReviewPlan, held: Iterable[Review]) -> None:
    """Reviews are counted in their period by date; an older one that comes in later shifts the others."""
    moved = {id(review): period for review, period in plan.moved}
    by_period: dict[Any, list[Review]] = defaultdict(list)
    for review in [*held, *plan.new]:
        if review.state not in NOT_COUNTED:
            period = getattr(review, "_period_to_be", None) or moved.get(id(review))
            by_period[id(period) if period is not None and period.pk is None else _pk(review, period)].append(
                review
            )
    for reviews in by_period.values():
        ordered = sorted(reviews, key=lambda review: review.held_date or review.scheduled_date or date.max)
        for number, review in enumerate(ordered, start=1):
            if review.number != number:
                review.number = number
                if review.pk is not None:
                    plan.renumbered.append(review)


def _pk(review: Review, period: PeriodOfCare | None) -> tuple[str, int]:
    """Periods that are held are told apart by their id, new ones by themselves."""
    return ("held", period.pk if period is not None else review.period_id)


def save_reviews(plans: Sequence[ReviewPlan], *, by: Person | None) -> None:
    """Write the reviews of many children: new ones, changed ones, and new places and numbers."""
    new = [review for plan in plans for review in plan.new]
    for review in new:
        review.period = review._period_to_be
        review.saved_by, review.saved_at = by, clock.now()
    Review.objects.bulk_create(new, batch_size=BATCH)
    touched: dict[int, Review] = {}
    for plan in plans:
        for review, period in plan.moved:
            review.period = period
        for review in [*plan.changed, *plan.told_again, *plan.renumbered, *(r for r, _ in plan.moved)]:
            touched[review.pk] = review
        for review in plan.changed:
            review.version += 1
            review.saved_by, review.saved_at = by, clock.now()
    names = [
        "period", "number", "imported_code", "participation_code", "collection_year", "version", "saved_by", "saved_at",
    ]  # fmt: skip
    if touched:
        Review.objects.bulk_update(list(touched.values()), names, batch_size=BATCH)
