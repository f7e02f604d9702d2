"""A review booked, held and a part of it recorded with JavaScript off, at the width of a phone."""

import re
from collections.abc import Callable

import pytest

from tests.browser.visitor import PHONE, Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-1")]


def test_a_review_without_javascript(visit: Callable[..., Visitor], world: World) -> None:
    """Booking with an error, holding, a matter saved unfinished and then finished, the views with their code."""
    v = visit(java_script_enabled=False).sign_in(world.iro)
    v.page.set_viewport_size(PHONE)
    v.follow("Ash").follow("Book the review")
    v.press("Book the review").errors(
        "Date of the review is missing. Enter a day, a month and a year",
        "Choose where the review will be",
        "Say how Ash was asked who should come",
    )
    v.day("When is the review?", "21 4 2026").choose("Where?", "School").tick("Ash has not been asked yet")
    v.press("Book the review").told("The review is booked").sees("Tuesday 21 April 2026")
    review = v.path
    v.go(f"{review}sittings/").follow("Record it as held", exact=False)
    v.choose("Rue Vane, mother", "Came").choose("Petra Lund, social worker", "Came")
    v.press("Record the sitting").told("The sitting is recorded")
    v.go(review).follow("Conclude the review").choose("Was everything the law asks gone through?", "Yes")
    v.press("Conclude the review").told("The review is concluded")
    v.go(f"{review}matters/health/").page.locator("textarea[name=text]").fill("Teeth were seen to.")
    v.press("Save and come back").go(f"{review}matters/health/").sees("Saved")
    v.page.locator("textarea[name=text]").fill("Teeth were seen to. A hearing test is booked.")
    v.press("Save and mark as completed").follow("Health").sees("A hearing test is booked.")
    v.go(f"{review}views/").page.get_by_label(re.compile("Ash.s exact words")).fill("I like it here.")
    v.choose("Was Ash at the review?", "Yes, for all of it").tick("Ash spoke for themselves")
    v.press("Save and come back").go(f"{review}views/").sees("For the national return: PN1")
