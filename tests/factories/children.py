"""Children and what surrounds them. Every factory keeps its rows in one authority: that of the child."""

from datetime import UTC, date, datetime

import factory

from children import models
from tests.factories.accounts import LocalAuthorityFactory, PersonFactory
from tests.factories.base import PortalFactory


class ChildFactory(PortalFactory):
    class Meta:
        model = models.Child

    authority = factory.SubFactory(LocalAuthorityFactory)
    number = factory.Sequence(lambda n: f"{900000 + n}")
    name = factory.Sequence(lambda n: f"Ash {n}")
    date_of_birth = date(2014, 6, 14)
    sex = "F"
    ethnicity = "WBRI"


class OfChildFactory(PortalFactory):
    """A row of a child, in the child's authority."""

    class Meta:
        abstract = True

    child = factory.SubFactory(ChildFactory)
    authority = factory.SelfAttribute("child.authority")


class CollectionYearFactsFactory(OfChildFactory):
    class Meta:
        model = models.CollectionYearFacts

    year = 2026
    date_of_birth = factory.SelfAttribute("child.date_of_birth")


class RelationshipFactory(OfChildFactory):
    class Meta:
        model = models.Relationship

    kind = "mother"
    name = "Rue Invented"


class PeriodOfCareFactory(OfChildFactory):
    class Meta:
        model = models.PeriodOfCare

    start_date = date(2025, 1, 15)


class OfPeriodFactory(PortalFactory):
    """A row inside a period of care."""

    class Meta:
        abstract = True

    period = factory.SubFactory(PeriodOfCareFactory)
    child = factory.SelfAttribute("period.child")
    authority = factory.SelfAttribute("period.authority")
    start_date = factory.SelfAttribute("period.start_date")


class LegalStatusFactory(OfPeriodFactory):
    class Meta:
        model = models.LegalStatus

    code = "C2"


class PlacementFactory(OfPeriodFactory):
    class Meta:
        model = models.Placement

    type = "U6"
    provider = "PR1"
    postcode = "ZZ1 1ZZ"
    urn = "SC00001"


class EpisodeFactory(OfPeriodFactory):
    class Meta:
        model = models.Episode

    legal_status = factory.SubFactory(
        LegalStatusFactory,
        period=factory.SelfAttribute("..period"),
        start_date=factory.SelfAttribute("..start_date"),
    )
    placement = factory.SubFactory(
        PlacementFactory,
        period=factory.SelfAttribute("..period"),
        start_date=factory.SelfAttribute("..start_date"),
    )
    new_episode_reason = "S"
    category_of_need = "N1"
    home_postcode = "ZZ9 9ZZ"


class CarePlanVersionFactory(OfChildFactory):
    class Meta:
        model = models.CarePlanVersion

    number = 1
    prepared_on = date(2025, 1, 20)


class CarePlanSectionFactory(PortalFactory):
    class Meta:
        model = models.CarePlanSection

    plan = factory.SubFactory(CarePlanVersionFactory)
    authority = factory.SelfAttribute("plan.authority")
    section = "health"
    text = "Invented."


class RestrictionFactory(OfChildFactory):
    class Meta:
        model = models.Restriction

    reason = "adoption"
    start_date = date(2025, 2, 1)


class RestrictionAccessFactory(PortalFactory):
    class Meta:
        model = models.RestrictionAccess

    restriction = factory.SubFactory(RestrictionFactory)
    child = factory.SelfAttribute("restriction.child")
    authority = factory.SelfAttribute("restriction.authority")
    person = factory.SubFactory(PersonFactory)
    start_date = factory.SelfAttribute("restriction.start_date")


class BreakGlassFactory(OfChildFactory):
    class Meta:
        model = models.BreakGlass

    person = factory.SubFactory(PersonFactory)
    reason = "Invented: the school rang and nobody else was there."
    opened_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    until = datetime(2026, 3, 2, 10, tzinfo=UTC)
    look_by = date(2026, 3, 4)


class AllocationFactory(OfChildFactory):
    class Meta:
        model = models.Allocation

    iro = factory.SubFactory(PersonFactory)
    start_date = date(2025, 1, 16)


class ConfidentialFactFactory(OfChildFactory):
    class Meta:
        model = models.ConfidentialFact

    fact = "address"


class ConfidentialFromFactory(PortalFactory):
    class Meta:
        model = models.ConfidentialFrom

    fact = factory.SubFactory(ConfidentialFactFactory)
    authority = factory.SelfAttribute("fact.authority")
    relationship = factory.SubFactory(RelationshipFactory, child=factory.SelfAttribute("..fact.child"))
    answer = "hidden"
