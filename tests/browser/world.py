"""An invented authority with its people and a few children, as the journeys meet them on Tuesday 21 April 2026."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from children.models import Child
from reviews.actions import record
from reviews.actions.duties import recompute_children
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.children import (
    AllocationFactory,
    ChildFactory,
    LegalStatusFactory,
    PeriodOfCareFactory,
    PlacementFactory,
    RelationshipFactory,
)
from tests.reviews.journey import story


@dataclass
class World:
    """Northshire, and one person of another authority."""

    authority: LocalAuthority
    iro: Person
    other_iro: Person
    manager: Person
    admin: Person
    stranger: Person
    """A reviewing officer of another authority."""
    platform: Person
    ash: Child
    """Looked after since Thu 2 April 2026: the first review is due by Tue 5 May 2026, and nothing is booked."""
    bo: Child
    """Looked after since Mon 19 January 2026; review 1 was held on Mon 9 February 2026 and decided one thing."""
    cy: Child
    """Looked after since Mon 13 April 2026; nobody is their IRO."""

    @classmethod
    def made(cls) -> World:
        """Make all of it."""
        authority = LocalAuthorityFactory(name="Northshire", ons_code="E99000001")
        elsewhere = LocalAuthorityFactory(name="Southshire", ons_code="E99000002")

        def person(name: str, role: str, where: LocalAuthority | None = authority) -> Person:
            email = f"{name.split()[0].lower()}@northshire.invalid"
            made = MembershipFactory(authority=where, role=role, person__name=name, person__email=email)
            return made.person

        people = {
            "iro": person("Jas Okoro", "iro"),
            "other_iro": person("Kit Ashdown", "iro"),
            "manager": person("Marnie Holloway", "iro_manager"),
            "admin": person("Ade Bright", "authority_admin"),
            "stranger": person("Sol Farr", "iro", elsewhere),
            "platform": person("Pim Hale", "platform_admin", None),
        }
        with in_authority(authority):
            ash = _child(authority, "Ash", "100084", date(2015, 6, 14), date(2026, 4, 2), people["iro"])
            RelationshipFactory(child=ash, kind="mother", name="Rue Vane", parental_responsibility=True)
            RelationshipFactory(child=ash, kind="social_worker", name="Petra Lund")
            RelationshipFactory(child=ash, kind="friend", name="Juno Bell")
            bo = _child(authority, "Bo", "100085", date(2012, 9, 3), date(2026, 1, 19), people["iro"])
            RelationshipFactory(child=bo, kind="social_worker", name="Petra Lund")
            cy = _child(authority, "", "100086", date(2019, 1, 20), date(2026, 4, 13), None)
            recompute_children([ash.pk, bo.pk, cy.pk])
            held = date(2026, 2, 9)
            first = story.concluded(bo, people["iro"], held, child_asked_date=held)
            first = story.completed(first, people["iro"], held)
            record.mark_distributed(review=first, by=people["iro"], on=held, date=held)
        return cls(authority=authority, ash=ash, bo=bo, cy=cy, **people)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Look at the authority's rows, as one of its people would."""
        with in_authority(self.authority):
            yield


def _child(
    authority: LocalAuthority, name: str, number: str, born: date, since: date, iro: Person | None
) -> Child:
    child = ChildFactory(authority=authority, name=name, number=number, date_of_birth=born)
    period = PeriodOfCareFactory(child=child, start_date=since)
    LegalStatusFactory(period=period)
    PlacementFactory(period=period, carer_names="Mo and Pat" if name else "")
    if iro is not None:
        AllocationFactory(child=child, iro=iro, start_date=since)
    return child
