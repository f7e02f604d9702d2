"""Children as a caseload has them: believable facts laid down in rows, dates worked out by the portal."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine

from accounts.models import LocalAuthority, Membership
from children.models import Child
from reviews.actions.duties import recompute_children
from tests.factories.children import (
    AllocationFactory,
    ChildFactory,
    LegalStatusFactory,
    PeriodOfCareFactory,
    PlacementFactory,
)

TODAY = date(2026, 4, 21)


@pytest.fixture(autouse=True)
def today() -> object:
    """Tuesday 21 April 2026."""
    with time_machine.travel("2026-04-21T10:00:00+01:00", tick=False):
        yield TODAY


@pytest.fixture
def looked_after(in_scope: LocalAuthority, iro: Membership) -> Callable[..., Child]:
    """Makes a child of the IRO's, looked after from a day."""

    def make(start: date = date(2026, 4, 2), *, iro: Membership | None = iro, **facts: object) -> Child:
        child = ChildFactory(authority=in_scope, known_since=date(2027, 1, 1), **facts)
        period = PeriodOfCareFactory(child=child, start_date=start)
        LegalStatusFactory(period=period)
        PlacementFactory(period=period)
        if iro is not None:
            AllocationFactory(child=child, iro=iro.person, start_date=start)
        recompute_children([child.pk])
        return child

    return make
