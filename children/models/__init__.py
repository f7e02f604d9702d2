"""The child, their periods of care, where they live, under which law, who is around them, and their care plan."""

from children.models.allocation import Allocation
from children.models.care import Episode, LegalStatus, PeriodOfCare, Placement
from children.models.child import Child, CollectionYearFacts, Relationship
from children.models.plan import CarePlanSection, CarePlanVersion

__all__ = [
    "Allocation",
    "CarePlanSection",
    "CarePlanVersion",
    "Child",
    "CollectionYearFacts",
    "Episode",
    "LegalStatus",
    "PeriodOfCare",
    "Placement",
    "Relationship",
]
