"""The manager: the team, the list behind every number, an officer for each child, the messages."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from audit.enums import Fate
from audit.models import Message
from core import clock
from reviews.actions import reminders
from tests.browser.visitor import Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-2")]


def test_the_team_and_an_officer_for_every_child(visit: Callable[..., Visitor], world: World) -> None:
    """Each number leads to as many rows; a child without an officer gets one; another changes theirs."""
    v = (
        visit()
        .sign_in(world.manager)
        .heading("Team")
        .sees("1 child", "Jas Okoro", "Kit Ashdown")
        .look("team")
        .every_link_answers()
    )
    numbers = [
        (int(link.inner_text()), str(link.get_attribute("href")))
        for link in v.page.locator("table a[href*='/team/']").all()
        if link.inner_text().strip().isdigit()
    ]
    numbers += [
        (int(link.locator(".p-strip__n").inner_text()), str(link.get_attribute("href")))
        for link in v.page.locator(".p-strip a").all()
    ]
    assert len(numbers) >= 4
    for number, address in numbers:
        v.go(address)
        expect(v.page.locator("tbody tr")).to_have_count(number)
    v.look("team-list")

    v.go("/team/").follow("Choose an IRO for these children").look("allocate-many")
    v.press("Name this IRO").look("allocate-many-errors")
    v.go("/team/").follow("100086").heading("100086").follow(re.compile("^Name one")).look("allocate")
    v.press("Name this IRO")
    v.page.get_by_role("radio", name="Kit Ashdown", exact=True).check()
    v.day("From which day?", "21 4 2026").press("Name this IRO")
    v.go("/team/").sees("Every child has somebody.")
    v.go("/all-children/").look("all-children")
    v.fill("Name or number", "Ash").press("Show").sees("1 in this list")
    v.follow("Choose an IRO for Ash", exact=False).look("allocate-change")
    v.page.get_by_role("radio", name="Kit Ashdown", exact=True).check()
    v.day("From which day?", "21 4 2026").fill("Why, if it is a change?", "Jas works less.").press(
        "Name this IRO"
    )
    v.go(f"/children/{world.ash.uuid}/").sees("Reviewing officer: Kit Ashdown").look(
        "child-manager"
    ).every_link_answers()
    expect(v.page.get_by_role("link", name="Book the review")).to_have_count(0)
    v.go("/all-children/?q=nobody").sees("No child fits.").look("all-children-none")

    theirs = visit().sign_in(world.other_iro).sees("Ash", "100086")
    theirs.go(f"/children/{world.ash.uuid}/").follow("Book the review").heading("Book the review")
    lost = visit().sign_in(world.iro).does_not_see("Ash")
    with lost.refused():
        answer = lost.page.goto(f"/children/{world.ash.uuid}/")
        assert answer is not None
        assert answer.status == 404
    with world.inside():
        read = v.go(f"/children/{world.bo.uuid}/").follow("Review 1")
    read.sees("The record was completed and locked").look("review-manager").every_link_answers()


def test_messages_and_one_that_failed(visit: Callable[..., Visitor], world: World) -> None:
    """The sweep, what became of each message, and sending a failed one again."""
    v = visit().sign_in(world.manager).go("/messages/").sees("Has not run yet.").look("messages-none")
    reminders.sweep(on=date(2026, 4, 21))
    with world.inside():
        assert Message.objects.update(
            fate=Fate.FAILED, failed_at=clock.now(), error="550 no such mailbox", attempts=5
        )
    v.go("/messages/").sees("failed", "550 no such mailbox").look("messages-failed")
    failed = v.page.locator(".p-strip a", has_text="failed")
    number = int(failed.locator(".p-strip__n").inner_text())
    failed.click()
    expect(v.page.locator("tbody tr")).to_have_count(number)
    v.press(re.compile("^Send again")).told("The message is on its way again").sees("Waiting")
    v.sign_in(world.iro).go("/messages/mine/").look("my-messages-some")
