"""The care plan's room on the child's page."""

from django.urls import reverse
from django.utils.text import Truncator

from children.enums import Permanence, PlanSection
from children.panels import Panel, Visit
from children.plan_selectors import plan_for_page
from core.dates import plain

SHOWN = {
    PlanSection.IF_IT_FAILS: "If that fails",
    PlanSection.FAMILY: "Family time",
    PlanSection.EDUCATION: "School",
    PlanSection.HEALTH: "Health",
}
"""The sections a person looks for first; the page of the plan has all."""
LENGTH = 160


def care_plan(visit: Visit) -> Panel:
    """The current plan in short, or that there is none yet; whether a draft is being written. One statement."""
    child = visit.record.child
    plan, draft = plan_for_page(child)
    content: dict[str, object] = {
        "url": reverse("care-plan", args=[child.uuid]),
        "number": "",
        "rows": [],
        "no_permanence": False,
        "changes_url": "",
        "changes": "",
        "draft": f"Version {draft.number} is being written." if draft else "",
    }
    if plan is None:
        return Panel("children/care_plan_room.html", content)
    words = plan.texts.get(PlanSection.PERMANENCE, "")
    rows = [("Permanence", f"{plan.permanence}. {_short(words)}" if words.strip() else f"{plan.permanence}.")]
    rows += [(name, _short(plan.texts.get(code, ""))) for code, name in SHOWN.items()]
    number = plan.version.number
    content |= {
        "number": f"Version {number}, {plain(plan.version.agreed_on)}",
        "rows": rows,
        "no_permanence": plan.version.permanence == Permanence.NOT_YET,
    }
    if number > 1:
        content |= {
            "changes_url": reverse("care-plan-compare", args=[child.uuid, number]),
            "changes": f"What changed since version {number - 1}",
        }
    return Panel("children/care_plan_room.html", content)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LENGTH, truncate="…")
