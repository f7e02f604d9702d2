"""Reads of care plans, in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import F

from children.enums import Permanence, PlanSection, PlanStatus
from children.models import CarePlanSection, CarePlanVersion, Child
from core.dates import plain

SECTION_NAMES: dict[str, str] = {code: name.replace("'", "’") for code, name in PlanSection.choices}


@dataclass(frozen=True)
class Plan:
    """One version with its texts by section; a section without a text is not in `texts` or empty there."""

    version: CarePlanVersion
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def permanence(self) -> str:
        """The kind of plan for permanence and by when, in words."""
        return permanence_words(self.version)

    @property
    def as_texts(self) -> dict[str, str]:
        """Everything that can be compared: the plan for permanence first, then the sections."""
        return {"kind": self.permanence} | dict(self.texts)


PARTS = {"kind": "Plan for permanence, and by when"} | {
    section: ("Plan for permanence, in words" if section == PlanSection.PERMANENCE else name)
    for section, name in SECTION_NAMES.items()
}
"""The parts of a comparison, in the order of the plan."""


def permanence_words(plan: CarePlanVersion) -> str:
    """ "Long-term fostering, by 3 June 2026"."""
    kind = Permanence(plan.permanence).label
    return f"{kind}, by {plain(plan.permanence_by)}" if plan.permanence_by else kind


def plans_of(child: Child) -> list[CarePlanVersion]:
    """All versions of a child's plan, newest first."""
    return list(CarePlanVersion.objects.filter(child=child).select_related("agreed_by").order_by("-number"))


def with_texts(*versions: CarePlanVersion) -> dict[int, Plan]:
    """These versions with their texts, by number, in one statement."""
    texts: dict[int, dict[str, str]] = {version.pk: {} for version in versions}
    rows = (
        CarePlanSection.objects.filter(plan__in=list(texts))
        .order_by()
        .values_list("plan_id", "section", "text")
    )
    for plan_id, section, text in rows:
        texts[plan_id][section] = text
    return {version.number: Plan(version, texts[version.pk]) for version in versions}


def sections_of(plan: Plan) -> list[tuple[str, str, str]]:
    """(code, name, text) of every section the law asks for, empty ones too."""
    return [(code, name, plan.texts.get(code, "")) for code, name in SECTION_NAMES.items()]


def plan_for_page(child: Child) -> tuple[Plan | None, CarePlanVersion | None]:
    """The current version with its texts, and the draft if there is one, in one statement for the child's page."""
    rows = (
        CarePlanVersion.objects.filter(child=child, status__in=[PlanStatus.CURRENT, PlanStatus.DRAFT])
        .annotate(code=F("sections__section"), words=F("sections__text"))
        .order_by("number")
    )
    current: CarePlanVersion | None = None
    draft: CarePlanVersion | None = None
    texts: dict[str, str] = {}
    for row in rows:
        if row.status == PlanStatus.DRAFT:
            draft = row
        else:
            current = row
            texts[row.code] = row.words
    return (Plan(current, texts) if current else None), draft
