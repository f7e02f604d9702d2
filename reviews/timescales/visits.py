"""By when the social worker must visit: regulation 28 (and 48 for short breaks, AAR 36(4) for adoption)."""

from __future__ import annotations

from datetime import date

from core.calendar import ENGLAND, WorkingCalendar, add_months
from reviews.timescales.counting import make_due
from reviews.timescales.enums import CountedFrom, Rule, Unit, VisitKind
from reviews.timescales.model import Due
from reviews.timescales.wording import amount_of

_WEEK = (1, Unit.WEEKS)
_FOUR_WEEKS = (4, Unit.WEEKS)
_SIX_WEEKS = (6, Unit.WEEKS)
_THREE_MONTHS = (3, Unit.MONTHS)
_SIX_MONTHS = (6, Unit.MONTHS)

_FIRST: dict[VisitKind, tuple[Rule, CountedFrom, tuple[int, Unit]]] = {
    VisitKind.PLACEMENT: (Rule.VISIT_FIRST, CountedFrom.PLACEMENT_STARTED, _WEEK),
    VisitKind.IMMEDIATE_WITH_PARENT: (
        Rule.VISIT_IMMEDIATE_WITH_PARENT,
        CountedFrom.PLACEMENT_STARTED,
        _WEEK,
    ),
    VisitKind.TEMPORARY_APPROVAL: (Rule.VISIT_TEMPORARY_OR_INTERIM, CountedFrom.PLACEMENT_STARTED, _WEEK),
    VisitKind.INTERIM_ORDER_WITH_PARENT: (
        Rule.VISIT_TEMPORARY_OR_INTERIM,
        CountedFrom.PLACEMENT_STARTED,
        _WEEK,
    ),
    VisitKind.CARE_ORDER_WITH_PARENT: (Rule.VISIT_CARE_ORDER_WITH_PARENT, CountedFrom.ORDER_MADE, _WEEK),
    VisitKind.OTHER_RESPONSIBLE: (Rule.VISIT_OTHER_RESPONSIBLE, CountedFrom.PLACEMENT_STARTED, _WEEK),
    VisitKind.SHORT_BREAKS: (Rule.VISIT_SHORT_BREAKS, CountedFrom.SHORT_BREAKS_STARTED, _THREE_MONTHS),
    VisitKind.ADOPTION: (Rule.VISIT_ADOPTION, CountedFrom.PLACED, _WEEK),
}


def visit(
    kind: VisitKind,
    started: date,
    last_visit: date | None = None,
    *,
    first_review_held: bool = False,
    meant_to_last: bool = False,
    fewer_agreed: bool = False,
    calendar: WorkingCalendar = ENGLAND,
) -> Due | None:
    """By when the next visit must be made, or None where the reviews decide (adoption, after the first
    review).

    `started` is the day the placement started; of the order, with a parent under a care order; of the
    first break. `first_review_held` matters where visits are weekly until then. `meant_to_last`: the
    placement is meant to last until 18. `fewer_agreed`: a long-term foster placement whose child has
    agreed to fewer visits.

    The interval that holds is that of the last visit's day: a visit in the placement's first year is
    followed by another within six weeks, even where the year ends in between (the stricter reading).
    """
    if last_visit is None:
        rule, origin, (amount, unit) = _FIRST[kind]
        duty = f"the first visit must be made within {amount_of(amount, unit)}"
        return make_due(rule, started, origin, amount, unit, duty, calendar=calendar)
    later = _later(
        kind,
        last_visit < add_months(started, 12),
        first_review_held=first_review_held,
        meant_to_last=meant_to_last,
        fewer_agreed=fewer_agreed,
    )
    if later is None:
        return None
    rule, (amount, unit) = later
    duty = f"the next visit must be made not more than {amount_of(amount, unit)} later"
    return make_due(rule, last_visit, CountedFrom.LAST_VISIT, amount, unit, duty, calendar=calendar)


def _later(
    kind: VisitKind,
    first_year: bool,
    *,
    first_review_held: bool,
    meant_to_last: bool,
    fewer_agreed: bool,
) -> tuple[Rule, tuple[int, Unit]] | None:
    """The rule and the interval after the first visit."""
    match kind:
        case VisitKind.IMMEDIATE_WITH_PARENT:
            return Rule.VISIT_IMMEDIATE_WITH_PARENT, _SIX_WEEKS if first_review_held else _WEEK
        case VisitKind.TEMPORARY_APPROVAL | VisitKind.INTERIM_ORDER_WITH_PARENT:
            return Rule.VISIT_TEMPORARY_OR_INTERIM, _FOUR_WEEKS if first_review_held else _WEEK
        case VisitKind.CARE_ORDER_WITH_PARENT:
            return Rule.VISIT_CARE_ORDER_WITH_PARENT, _SIX_WEEKS
        case VisitKind.OTHER_RESPONSIBLE:
            return Rule.VISIT_OTHER_RESPONSIBLE, _SIX_WEEKS if first_year else _THREE_MONTHS
        case VisitKind.SHORT_BREAKS:
            return Rule.VISIT_SHORT_BREAKS, _SIX_MONTHS
        case VisitKind.ADOPTION:
            return None if first_review_held else (Rule.VISIT_ADOPTION, _WEEK)
        case _:  # an ordinary placement
            if first_year:
                return Rule.VISIT_FIRST_YEAR, _SIX_WEEKS
            if fewer_agreed:
                return Rule.VISIT_LONG_TERM_AGREED, _SIX_MONTHS
            return Rule.VISIT_LATER, _THREE_MONTHS if meant_to_last else _SIX_WEEKS
