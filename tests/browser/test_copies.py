"""A copy of a record for a mother: from the completed record to her hands, without the address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import Person
from children.models import Placement, Relationship
from reviews.models import Release, Review
from tests.browser.visitor import Visitor
from tests.browser.world import World
from tests.reviews.journey import story

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-2")]


def test_a_copy_for_a_mother_goes_without_the_address(visit: Callable[..., Visitor], world: World) -> None:
    review = with_the_address(world, world.iro)
    v = visit().sign_in(world.iro)

    # -- begun at the completed record
    v.go(f"/reviews/{review.uuid}/").follow("Send the record to everyone").look("copies")
    v.follow("Make a copy for one person").look("copy-add")
    v.choose("Whose copy is it?", "Rue Vane, mother").press("Go on")
    v.heading("Copy for Rue Vane").look("copy")
    v.sees("Ash is well at 12 Elm Road.", "Ash is well at [hidden].", "where the child lives")

    # -- read beside the full text, and a colleague asked
    v.follow("Read it as they will get it").look("copy-read")
    v.press("This is what they get").errors(
        "Read it, then tick that you have", "Choose an answer to “Who confirms it?”"
    )
    v.page.get_by_label("I have read all of it as they will get it").check()
    v.page.get_by_label("Who confirms it?").select_option("Kit Ashdown")
    v.press("This is what they get").sees("Waits for a second person")
    expect(v.page.get_by_role("link", name="Release it")).to_have_count(0)

    # -- the second person
    second = visit().sign_in(world.other_iro)
    second.go("/copies/to-confirm/").look("copies-to-confirm").follow("Rue Vane").look("copy-confirm")
    second.sees("Ash is well at [hidden].").choose("May it go?", "Yes, I have read all of it")
    second.press("Save your answer").told("Your answer is saved")

    # -- released, handed over
    v.go(v.path).follow("Release it").look("copy-release").press("Release this copy").told("It is released")
    with v.page.expect_download() as download:
        v.follow("Get the document")
    assert download.value.suggested_filename.startswith("copy-")
    v.follow("Record that they have it").look("copy-delivered")
    v.day("When did they get it?", "21 4 2026").fill("How?", "At the office").press(
        "Record that they have it"
    )
    v.told("It is recorded").sees("In their hands since Tue 21 Apr 2026: At the office").look(
        "copy-delivered-done"
    )

    with world.inside():
        kept = Release.objects.get()
        assert (kept.state, kept.confirmed_by) == ("opened", world.other_iro)
        assert "Elm" not in str(kept.blocks)
        assert "Ash is well at [hidden]." in str(kept.blocks)


def with_the_address(world: World, iro: Person) -> Review:
    """Ash's first review, completed, with the address in the reviewing officer's view."""
    with world.inside():
        Placement.objects.filter(child=world.ash).update(address="12 Elm Road, Hazelby")
        review = story.completed(story.concluded(world.ash, iro), iro)
        Review.objects.filter(pk=review.pk).update(iro_view="Ash is well at 12 Elm Road.")
        assert Relationship.objects.filter(child=world.ash, kind="mother").exists()
    return review
