"""A review from booking to a locked record and its copies; two people on one text; a line that is cut."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.browser.world import World
from tests.reviews.journey import story

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-2")]


def every_reason_leads_to_its_field(v: Visitor) -> int:
    """Follow each link of "what is stopping me?": the page is there, and so is the place its address names."""
    links = [str(one.get_attribute("href")) for one in v.page.locator(".p-stop a").all()]
    here = v.path
    for link in links:
        answer = v.page.goto(link)
        if answer is not None:  # None for a place on the page we are on
            assert answer.status == 200, link
        target = urlsplit(link).fragment
        if target:
            expect(v.page.locator(f'[id="{target}"]')).to_be_in_viewport()
    v.go(here)
    return len(links)


def test_a_review_is_booked_held_recorded_and_sent(
    visit: Callable[..., Visitor], world: World, clock: time_machine.Traveller
) -> None:
    """Review 2 of Bo, with an adjournment in the middle."""
    v = visit().sign_in(world.iro)
    v.go(f"/children/{world.bo.uuid}/").sees("due by Saturday 9 May 2026").follow("Book the review").look(
        "book"
    )

    # -- booked, with an error first
    v.press("Book the review")
    v.errors(
        "Date of the review is missing. Enter a day, a month and a year",
        "Choose where the review will be",
        "Say how Bo was asked who should come",
    ).look("book-errors")
    v.error_leads_to("Date of the review is missing. Enter a day, a month and a year", "Day")
    v.error_leads_to("Choose where the review will be", "Where Bo lives")
    v.day("When is the review?", "12 5 2026").fill("What time?", "8.30am").choose("Where?", "Somewhere else")
    v.fill("How was Bo asked who should come and where?", "On a walk. Bo wants to sit outside.")
    v.press("Book the review").look("book-late")
    expect(v.page.locator(".govuk-error-summary li")).to_have_count(2)
    v.day("When is the review?", "28 4 2026").fill("Where is that?", "The boathouse").press("Book the review")
    v.told("The review is booked").heading("Review 2, booked for Tue 28 Apr 2026")
    v.sees("Tuesday 28 April 2026, 8.30am, The boathouse").look("review-booked")

    # -- moved, people, preparation
    v.follow("Move to another day").look("rearrange")
    v.day("When is the review?", "29 4 2026").fill("Why is it moved?", "Bo has a match.").press(
        "Move the review"
    )
    v.told("The review is moved").sees("Wednesday 29 April 2026")
    v.follow("Who is invited").look("people")
    v.fill("Name", "Noor Finch").fill("Who are they to the child?", "Advocate").press("Add this person")
    v.told("The person is added").follow("Change Noor Finch").look("person-of-review")
    v.follow("Cancel").heading("Who is invited")
    v.follow("Cancel").heading("Review 2, booked for Wed 29 Apr 2026")
    v.follow("Preparation", exact=False).look("preparation")
    v.day("When did you talk with the social worker?", "21 4 2026").press("Save the preparation")
    v.told("The preparation is saved")
    v.follow("Cancel this review").look("cancel").follow("Keep it")

    # -- the first sitting, and not enough to decide on
    clock.move_to("2026-04-29T12:00:00+01:00")
    v.sign_in(world.iro).go("/children/").follow("Bo").look("child-on-the-day")
    v.follow("Review 2")
    review = v.path
    v.heading("Review 2, booked for Wed 29 Apr 2026")
    v.sees("What is stopping the review being concluded").look("review-on-the-day")
    v.go(f"{review}sittings/").look("sittings").follow("Record it as held", exact=False).look("hold-sitting")
    v.choose("Petra Lund, social worker", "Came").choose("Noor Finch, advocate", "Did not come")
    v.press("Record the sitting").told("The sitting is recorded").sees("Held")
    v.go(review).heading("Record review 2").look("review-under-way").follow("Adjourn this review").look(
        "adjourn"
    )
    v.press("Adjourn the review").look("adjourn-errors")
    v.fill("What is missing for the review to decide?", "The health report.")
    v.fill("What does the wait mean for Bo?", "Nothing changes for Bo until then.")
    v.fill("What does Bo wish?", "Bo would rather be done.")
    v.day("When will it go on?", "12 5 2026").choose("Where?", "School").press("Adjourn the review")
    v.told("The review is adjourned").sees("This review is adjourned", "It must go on by").look(
        "review-adjourned"
    )

    # -- resumed and concluded
    clock.move_to("2026-05-12T16:00:00+01:00")
    v.sign_in(world.iro).go(review).follow("Record the sitting at which it goes on").follow(
        "Record it as held", exact=False
    )
    v.press("Record the sitting").told("The sitting is recorded")
    v.go(review)
    v.follow("Conclude the review").sees("Nothing is stopping you.").look("conclude")
    v.press("Conclude the review").look("conclude-errors")
    v.choose("Was everything the law asks gone through?", "Yes").press("Conclude the review")
    v.told("The review is concluded").sees("by Thu 29 Oct 2026").look("review-concluded")
    assert every_reason_leads_to_its_field(v) >= 2

    # -- earlier decisions, new ones, the child's views
    v.go(f"{review}earlier-decisions/").sees("Start life story work").look("follow-ups")
    v.follow(re.compile("^Say whether it was carried out")).look("follow-up")
    v.choose("Was it carried out?", "Not carried out: asked for again")
    v.fill("What was done? If it was not carried out, why not?", "There is a waiting list.").press("Save")
    v.told("What you found is saved").sees("There is a waiting list.")
    v.go(f"{review}decisions/").look("decisions").follow("Add a decision").press("Add this decision")
    v.look("decision-errors")
    v.fill("What is to be done?", "Find Bo a place in the rowing club").press("Add this decision")
    v.told("The decision is added").look("decisions-unfinished")
    v.go(f"{review}send-decisions/").sees("has no person named", "has no date to be done by").look(
        "issue-stopped"
    )
    assert every_reason_leads_to_its_field(v) >= 4
    for what in ("Find Bo a place in the rowing club", "Start life story work"):
        v.go(f"{review}decisions/").follow(what).look("decision")
        v.fill("Who will do it?", "Petra Lund, social worker").day("By when?", "30 6 2026").press(
            "Save this decision"
        )
        v.told("The decision is saved")

    v.go(f"{review}views/").look("views")
    words = "I like Mo and Pat.\nThe   bus is  boring!"
    v.page.get_by_label(re.compile("^Bo.s exact words")).fill(words)
    v.fill("What I understood", "Bo feels safe and wants a shorter way to school.")
    v.day("When was this?", "29 4 2026").pick("How was Bo heard?", "Talking together").fill(
        "Where?", "At the boathouse"
    )
    v.fill("Who heard it?", "Jas Okoro")
    code = v.page.locator(".p-code")
    expect(code).to_contain_text("no code yet")
    v.choose("Was Bo at the review?", "Yes, for all of it").tick("Bo spoke for themselves")
    expect(code).to_contain_text("For the national return: PN1")
    v.press("Save and mark as complete").look("views-errors")
    v.choose("Did you speak with Bo alone before the review?", "Yes")
    v.day("When?", "29 4 2026").choose("Who may read Bo", "Everyone who gets the record")
    v.press("Save and mark as complete")
    v.go(f"/children/{world.bo.uuid}/words/").look("words")
    expect(v.page.locator(".p-voice .p-words, .p-voice blockquote").first).to_contain_text(
        "The   bus is  boring!"
    )

    # -- sent, answered
    v.go(review).follow("Send the decisions").look("issue").press("Send the decisions")
    v.told("The decisions have gone out").look("review-issued").every_link_answers()
    left = every_reason_leads_to_its_field(v)
    assert left >= 5
    v.go(f"{review}answer/").look("answer").choose("What did the manager answer?", "Agreed").day(
        "When?", "12 5 2026"
    )
    v.press("Record the answer").told("The answer is recorded")

    # -- the record: every matter, the right people, the officer's view
    v.go(f"{review}right-people/").look("right-people").choose(
        "Were the right people and papers there?", "Yes"
    )
    v.press("Save")
    v.go(f"{review}your-view/").look("your-view").fill("Your view", "The plan is right for Bo.").press(
        "Save your view"
    )
    v.go(f"{review}matters/health/").look("matter").press("Save and mark as completed")
    v.errors("Write what was considered").look("matter-error")
    for _ in range(20):
        v.go(f"{review}complete/")
        links = v.page.locator(".p-stop a[href*='/matters/']")
        if not links.count():
            break
        v.page.goto(str(links.first.get_attribute("href")))
        v.page.locator("textarea[name=text]").fill("We spoke about it and it stands.")
        v.press("Save and mark as completed")
    v.go(f"{review}complete/").sees("Nothing is stopping you.").look("complete")
    v.press("Complete and lock the record").told("The record is completed and locked").look(
        "review-locked"
    ).every_link_answers()
    v.go(f"{review}record/").sees("I like Mo and Pat.", "Find Bo a place in the rowing club").look("record")
    v.go(f"{review}matters/health/").sees("Reopen it first").look("moved-on")

    # -- opened again with a reason, completed again, sent to everyone
    v.go(review).follow("Reopen the record").look("reopen").press("Reopen the record")
    v.errors("Answer “Why is the record opened again?”").look("reopen-error")
    v.fill("Why is the record opened again?", "A name was misspelt.").press("Reopen the record")
    v.told("The record is open")
    v.go(f"{review}complete/").press("Complete and lock the record").told(
        "The record is completed and locked"
    )
    v.go(f"{review}distribution/").look("distribution").day("When was the record sent?", "12 5 2026")
    v.press("Record that it was sent").told("That the record was sent is recorded").look("review-done")
    v.go(f"{review}record/").sees("This record was opened again", "A name was misspelt.")
    v.go(f"/children/{world.bo.uuid}/").sees("Find Bo a place in the rowing club").look("child-after")
    v.go("/decisions/").follow(re.compile("^Carried out.*rowing club")).look("decision-done")
    v.day("When was it carried out?", "12 5 2026").press("Record that it was carried out").told(
        "is carried out"
    )


def test_two_people_write_one_text_and_neither_is_lost(visit: Callable[..., Visitor], world: World) -> None:
    """Two windows on one part of the record: the second sees both texts, and may put them together."""
    with world.inside():
        review = story.concluded(world.ash, world.iro, child_asked_date=story.TODAY)
    path = f"/reviews/{review.uuid}/matters/health/"
    first, second = visit().sign_in(world.iro), visit().sign_in(world.iro)
    first.go(path)
    second.go(path)
    first.page.locator("textarea[name=text]").fill("Teeth were seen to.")
    first.press("Save and come back")
    second.page.locator("textarea[name=text]").fill("A hearing test is booked.")
    second.press("Save and mark as completed")
    second.sees("Teeth were seen to.", "A hearing test is booked.", "while you were writing").look("conflict")
    second.press("Put both together").look("conflict-joined")
    joined = second.page.locator("textarea[name=text]").input_value()
    assert "Teeth were seen to." in joined
    assert "A hearing test is booked." in joined
    second.press("Save and mark as completed")
    second.go(f"/reviews/{review.uuid}/record/").sees("Teeth were seen to.", "A hearing test is booked.")


def test_what_is_typed_is_saved_by_itself_and_outlives_a_cut_line(
    visit: Callable[..., Visitor], world: World
) -> None:
    """Saved when the box is left; told when the line is gone; saved again when it is back."""
    with world.inside():
        review = story.concluded(world.ash, world.iro, child_asked_date=story.TODAY)
    v = visit().sign_in(world.iro).go(f"/reviews/{review.uuid}/matters/health/")
    text = v.page.locator("textarea[name=text]")
    saved = v.page.locator("[data-state=saved]")
    expect(saved).to_be_hidden()
    text.fill("Teeth were seen to.")
    text.blur()
    expect(saved).to_be_visible()
    with v.refused():
        v.context.set_offline(True)
        text.fill("Teeth were seen to. A hearing test is booked.")
        text.blur()
        expect(v.page.locator("[data-state=unsaved]")).to_be_visible()
        v.look("autosave-cut")
        v.context.set_offline(False)
    text.focus()
    text.press("End")
    text.type(".")
    text.blur()
    expect(saved).to_be_visible(timeout=15_000)
    v.page.reload()
    expect(text).to_have_value("Teeth were seen to. A hearing test is booked..")
