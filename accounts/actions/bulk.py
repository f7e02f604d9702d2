"""Inviting many people at once: all lines of a table, or those that are right."""

from django.db import transaction

from accounts.actions.people import add_person
from accounts.bulk import Line
from accounts.models import LocalAuthority, Person
from accounts.scoping import in_its_authority
from core.errors import DomainError


@in_its_authority
def check_many(*, authority: LocalAuthority, lines: list[Line], by: Person | None) -> None:
    """Add to each line what the portal itself would refuse. Everything is tried and taken back again."""
    with transaction.atomic():
        for line in lines:
            if not line.problems:
                _try(authority, line, by)
        transaction.set_rollback(True)


@in_its_authority
def invite_many(
    *, authority: LocalAuthority, lines: list[Line], by: Person | None, good_only: bool = False
) -> int:
    """Add the people of these lines and invite them; gives how many lines were taken.

    Raises DomainError, and does nothing, where a line is not right and `good_only` was not chosen.
    """
    check_many(authority=authority, lines=lines, by=by)
    good = [line for line in lines if not line.problems]
    if not good or (len(good) < len(lines) and not good_only):
        raise DomainError("Nobody was invited: some lines are not right.", "lines")
    for line in good:
        _add(authority, line, by)
    return len(good)


def _try(authority: LocalAuthority, line: Line, by: Person | None) -> None:
    try:
        with transaction.atomic():
            _add(authority, line, by)
    except DomainError as problem:
        line.problems.append(problem.message)


def _add(authority: LocalAuthority, line: Line, by: Person | None) -> None:
    assert line.from_date is not None  # noqa: S101 - a line without problems has its day
    add_person(
        authority=authority,
        email=line.email,
        name=line.name,
        role=line.role,
        from_date=line.from_date,
        to_date=line.to_date,
        full_time_equivalent=line.full_time_equivalent,
        by=by,
    )
