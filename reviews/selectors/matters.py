"""What stands beside a matter of Schedule 7 while it is written: the last review, and what the portal knows."""

from children.codes import meaning
from children.enums import Permanence
from children.models import CarePlanVersion, Child, LegalStatus, Placement
from core.dates import plain, short
from reviews.enums import Matter, Progress
from reviews.models import Review
from reviews.selectors.journey import Whole

PROMPTS: dict[Matter, tuple[str, ...]] = {
    Matter.CHANGES: (
        "What has changed for {child}, and what did it mean?",
        "Was the care plan changed? Was that considered by a review first?",
        "Which earlier decisions were not carried out, and why not?",
    ),
    Matter.LEGAL_STATUS: ("Is the legal status still the right one?", "Should a change be sought?"),
    Matter.PERMANENCE: (
        "Is there a plan for permanence?",
        "What has been done towards it, and what stands in its way?",
        "By when is it to be reached?",
    ),
    Matter.FAMILY_TIME: (
        "Whom does {child} see, how often, and how does it go?",
        "Brothers and sisters, and friends too.",
        "Does anything need to change?",
    ),
    Matter.HOME: (
        "Is this still the best home for {child}?",
        "Do the arrangements need to change before the next review?",
    ),
    Matter.EDUCATION: (
        "How is {child} getting on, and what helps?",
        "What does the personal education plan ask for?",
        "What do the school and the designated teacher say?",
    ),
    Matter.LEISURE: ("What does {child} like to do, and what gets in the way?",),
    Matter.HEALTH: (
        "What did the last health assessment say?",
        "Body, mind, teeth and eyes: does anything need to change?",
    ),
    Matter.IDENTITY: ("Are {child}’s needs of religion, origin, culture and language met?",),
    Matter.ADVICE: (
        "Does {child} know whom to turn to between visits, and is that still right?",
        "Does {child} know of the right to an advocate and an independent visitor?",
    ),
    Matter.LEAVING_CARE: (
        "Does anything need arranging for when {child} stops being looked after?",
        "From 16: pathway plan, personal adviser, staying put.",
    ),
    Matter.VISITS: ("How often does the social worker visit, and is that right?",),
    Matter.PROTECTION: (
        "Are the needs met that come from having been trafficked, or from being here alone?",
    ),
}
"""Questions to think of, in our words after Schedule 7 of the CPPCR 2010."""


def prompts_for(matter: Matter, child: Child) -> list[str]:
    """What to think of for this child."""
    return [line.format(child=child.shown_as) for line in PROMPTS[matter]]


def last_said(found: Whole, matter: Matter) -> dict[str, str] | None:
    """What the last review said on this matter; None where there was none."""
    if found.last is None:
        return None
    written = next((one for one in found.last.considerations.all() if one.matter == matter), None)
    text = written.text if written else ""
    if written and written.progress == Progress.NOT_APPLICABLE:
        text = f"Did not apply: {text}"
    return {"heading": f"Review {found.last.number}, {plain(found.last.held_date)}", "text": text}


def facts_for(review: Review, matter: Matter) -> list[tuple[str, str]]:
    """What the portal knows that bears on the matter, as names and values."""
    child = review.child
    if matter == Matter.LEGAL_STATUS:
        status = LegalStatus.objects.filter(child=child, end_date__isnull=True).first()
        return (
            [
                (
                    "Legal status now",
                    f"{meaning('legal_status', status.code)}, since {short(status.start_date)}",
                )
            ]
            if status
            else []
        )
    if matter == Matter.HOME:
        home = Placement.objects.filter(child=child, end_date__isnull=True).first()
        return [("Lives", f"{meaning('place', home.type)}, since {short(home.start_date)}")] if home else []
    if matter == Matter.PERMANENCE:
        plan = CarePlanVersion.objects.filter(child=child, status="current").first()
        if plan is None:
            return [("Plan for permanence", "No care plan is agreed in the portal")]
        by = f", by {plain(plan.permanence_by)}" if plan.permanence_by else ""
        return [("Plan for permanence", f"{Permanence(plan.permanence).label}{by}")]
    return []
