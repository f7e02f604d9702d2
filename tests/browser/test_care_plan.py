"""The care plan: written part by part, agreed, changed with the review that considered it, compared."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-1")]


def test_a_care_plan_is_written_agreed_changed_and_compared(
    visit: Callable[..., Visitor], world: World
) -> None:
    """Two versions of Bo's plan; the second is a significant change that review 1 considered."""
    v = visit().sign_in(world.iro).go(f"/children/{world.bo.uuid}/").follow("Go to the care plan")
    v.heading("Care plan").sees("There is no care plan here yet.").look("plan-none")
    v.press("Write down the care plan").heading("Care plan, version 1").look("plan-draft")
    v.follow("Plan for permanence", exact=False).look("plan-permanence")
    v.choose("What is the plan for permanence?", "Return to parents").press("Save and go to the next part")
    v.errors("Enter the day the plan should be in place").look("plan-permanence-error")
    v.day("By when?", "1 9 2026").fill("In words", "Bo goes home step by step.").press(
        "Save and go to the next part"
    )
    v.heading("What happens if that plan fails").look("plan-part")
    v.page.locator("textarea[name=text]").fill("Bo stays with Mo and Pat.")
    v.press("Save and come back").heading("Care plan, version 1").sees(
        "Return to parents, by 1 September 2026"
    )
    v.follow("Agree version 1").look("plan-agree").press("Agree this version").look("plan-agree-errors")
    v.day("When was it agreed?", "10 2 2026").press("Agree this version")
    v.heading("Care plan, version 1").sees("Agreed on 10 February 2026", "Bo stays with Mo and Pat.").look(
        "plan"
    )

    v.press("Start a new version").heading("Care plan, version 2")
    v.follow("Discard this draft").heading("Discard the draft of version 2?").look("plan-discard")
    v.follow("Keep it").follow("Discard this draft").press("Discard this draft")
    v.told("The draft of version 2 is discarded").heading("Care plan, version 1")
    v.press("Start a new version").heading("Care plan, version 2").sees("It began as a copy of version 1.")
    v.follow("What happens if that plan fails", exact=False)
    v.page.locator("textarea[name=text]").fill("Bo stays with Mo and Pat until 18.")
    v.press("Save and come back").sees("version 1").follow("Agree version 2").look("plan-agree-change")
    v.day("When was it agreed?", "21 4 2026").fill(
        "What changed, in a sentence or two?", "Mo and Pat said yes to 18."
    )
    v.choose("Is this a significant change?", "Yes")
    expect(v.page.get_by_role("radio", name="Review 1, 9 February 2026")).to_be_visible()
    v.page.get_by_role("radio", name=re.compile("^None: it could not wait")).check()
    expect(v.page.get_by_label("Why could no review consider it first?")).to_be_visible()
    v.page.get_by_role("radio", name="Review 1, 9 February 2026").check()
    v.press("Agree this version").heading("Care plan, version 2").sees(
        "Agreed on 21 April 2026", "eview 1"
    ).look("plan-2")
    v.follow("What changed since version 1").look("plan-compare")
    expect(v.page.locator(".p-words ins").last).to_contain_text("18")
    v.go(f"/children/{world.bo.uuid}/care-plan/1/").sees("A later version has replaced it.").look("plan-old")
    v.go(f"/children/{world.bo.uuid}/").sees("Return to parents")
    m = (
        visit()
        .sign_in(world.manager)
        .go(f"/children/{world.bo.uuid}/care-plan/")
        .heading("Care plan, version 2")
    )
    expect(m.page.get_by_role("button", name="Start a new version")).to_have_count(0)
