"""The child, their periods of care, where they live, under which law, who is around them, and their care plan."""

from children.models.allocation import Allocation
from children.models.care import Episode, LegalStatus, PeriodOfCare, Placement
from children.models.child import Child, CollectionYearFacts, Relationship
from children.models.confidential import ConfidentialFact, ConfidentialFrom
from children.models.plan import CarePlanSection, CarePlanVersion
from children.models.restriction import BreakGlass, Restriction, RestrictionAccess

__all__ = [
    "Allocation",
    "BreakGlass",
    "CarePlanSection",
    "CarePlanVersion",
    "Child",
    "CollectionYearFacts",
    "ConfidentialFact",
    "ConfidentialFrom",
    "Episode",
    "LegalStatus",
    "PeriodOfCare",
    "Placement",
    "Relationship",
    "Restriction",
    "RestrictionAccess",
]
