"""My children, why this date, the child; the same by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-1")]


def test_from_the_caseload_to_a_child(visit: Callable[..., Visitor], world: World) -> None:
    """What needs doing first, search and filter, why the date, the child's page, the address."""
    v = visit().sign_in(world.iro).heading("My children")
    v.sees("2 children. Today is Tuesday 21 April 2026.").look("caseload")
    row = v.page.get_by_role("row", name=re.compile("Ash"))
    expect(row).to_contain_text("First review")
    expect(row).to_contain_text("Tue 5 May 2026")
    expect(row).to_contain_text("9 left")
    v.fill("Name or number", "100085").press("Show").sees("1 of 2 children.").look("caseload-searched")
    expect(v.page.get_by_role("link", name="Bo", exact=True)).to_be_visible()
    expect(v.page.get_by_role("link", name="Ash", exact=True)).to_have_count(0)
    v.fill("Name or number", "nobody").press("Show").sees("None of your 2 children match.").look(
        "caseload-none"
    )
    v.follow("Show all 2", exact=False)
    v.pick("Order by", "Name").press("Show").sees("2 children")
    v.go("/children/").pick("Ready for review", "Views missing").press("Show").sees("of 2 children.")
    for link in [one.get_attribute("href") for one in v.page.locator(".p-strip a").all()]:
        v.go(str(link)).heading("My children")

    v.go("/children/")
    v.page.get_by_role("row", name=re.compile("Ash")).get_by_role(
        "link", name=re.compile("Why this date")
    ).click()
    v.heading(re.compile("Why")).sees("Due by Tuesday 5 May 2026", "Good Friday", "Easter Monday", "May Day")
    v.look("why-date")
    v.go("/children/").follow("Ash").heading("Ash")
    v.sees(
        "10 years old",
        "Care order since 2 April 2026",
        "First review due by Tuesday 5 May 2026",
        "Mo and Pat",
    )
    v.look("child").every_link_answers()
    v.page.get_by_text("Show the time line as a table").click()
    v.look("child-timeline-table")
    v.follow("Address and phone").sees("This look has been recorded.").look("child-address")
    v.follow(re.compile("^Change carers")).look("home-edit")
    v.fill("Carers", "Mo and Pat Green").fill("Address", "1 Invented Row").press("Save")
    v.sees("Mo and Pat Green")
    v.go(f"/children/{world.ash.uuid}/").follow("Change name and details").look("child-edit")
    v.fill("How to talk with this child", "Walking, not across a table").press("Save")
    v.heading("Ash").sees("Walking, not across a table")
    v.follow("Add somebody").press("Save").look("person-around-errors")
    v.pick("Who is this?", "Advocate").fill("Name", "Noor Finch").press("Save").sees("Noor Finch")
    v.follow("Change Noor Finch", exact=False).look("person-around")
    v.follow("Cancel").follow("Record a visit, assessment or plan").look("duty-done")
    v.choose("What was done?", "Visit by the social worker").day("When?", "14 4 2026").press("Save").heading(
        "Ash"
    )
    v.follow("Bo", within=v.go("/children/").main).heading("Bo").sees("Start life story work").look(
        "child-later"
    )
    v.go("/decisions/").sees("Start life story work").look("decisions-open")
    v.go("/messages/mine/").sees("Nothing was sent to you yet.").look("my-messages")


def tab_to(page: Page, name: str | re.Pattern[str], *, limit: int = 60) -> None:
    """Press Tab until the control with this name has the focus, and its focus can be seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and page.locator(":focus").evaluate(
            """(one, wanted) => {
                const words = (one.labels?.[0]?.innerText || one.innerText || "").replace(/\\s+/g, " ").trim();
                return new RegExp(wanted).test(words);
            }""",
            name.pattern if isinstance(name, re.Pattern) else f"^{re.escape(name)}$",
        ):
            style = page.locator(":focus").evaluate(
                "one => { const s = getComputedStyle(one); return [s.outlineStyle, s.boxShadow, s.backgroundColor]; }"
            )
            assert style[0] != "none" or style[1] != "none", f"no sign of focus on {name}"
            return
    raise AssertionError(f"Tab never came to {name}")


def test_by_keyboard_from_the_caseload_to_a_booked_review(
    visit: Callable[..., Visitor], world: World
) -> None:
    """Skip link, caseload, child, booking: no mouse."""
    v = visit().sign_in(world.iro)
    page, press = v.page, v.page.keyboard.press
    page.goto("/children/")
    press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, "Ash")
    press("Enter")
    page.wait_for_url(f"**/children/{world.ash.uuid}/")
    tab_to(page, "Book the review")
    press("Enter")
    page.wait_for_url("**/reviews/book/")
    tab_to(page, "Day")
    page.keyboard.type("28")
    tab_to(page, "Month")
    page.keyboard.type("4")
    tab_to(page, "Year")
    page.keyboard.type("2026")
    tab_to(page, "What time?")
    page.keyboard.type("2pm")
    tab_to(page, re.compile("Where Ash lives|School"))
    for _ in range(6):
        if page.get_by_role("radio", name="School").is_checked():
            break
        press("ArrowDown")
    expect(page.get_by_role("radio", name="School")).to_be_checked()
    tab_to(page, re.compile("^Ash has not been asked yet"))
    press("Space")
    tab_to(page, "Book the review")
    press("Enter")
    page.wait_for_url("**/reviews/*/")
    v.told("The review is booked")
