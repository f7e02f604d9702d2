"""Coming in and going out: refusals, the lock, sign-out, other people's pages, the pages of errors."""

from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-1")]

WRONG = "The e-mail address or the password is not right. Try again."


def test_signing_in_is_refused_locked_and_opened_again(
    visit: Callable[..., Visitor], world: World, clock: time_machine.Traveller
) -> None:
    """Five wrong passwords lock the address for 15 minutes; then it opens, and leads to where one was going."""
    v = visit()
    v.go(f"/children/{world.ash.uuid}/").heading("Sign in").look("sign-in")
    v.press("Sign in").look("sign-in-empty")
    for _ in range(4):
        v.fill("Work e-mail address", world.iro.email)
        v.page.get_by_label("Password", exact=True).fill("not this one")
        v.press("Sign in").errors(WRONG)
    v.look("sign-in-wrong")
    expect(v.page.get_by_label("Work e-mail address")).to_have_value(world.iro.email)
    v.page.get_by_label("Password", exact=True).fill("not this one")
    v.press("Sign in").sees(
        "Too many wrong passwords for this e-mail address. Wait 15 minutes, then try again."
    )
    v.page.get_by_label("Password", exact=True).fill("a long invented password")
    v.press("Sign in").sees("Wait 15 minutes").look("sign-in-locked")
    clock.shift(16 * 60)
    v.page.get_by_label("Password", exact=True).fill("a long invented password")
    v.press("Sign in").heading("Ash")
    v.follow("Jas Okoro", exact=False).look("account")
    v.press("Sign out")
    v.heading("Sign in").told("You are signed out").look("signed-out")
    v.go(f"/children/{world.ash.uuid}/").heading("Sign in")


def test_a_forgotten_password_and_pages_of_words(visit: Callable[..., Visitor], world: World) -> None:
    """What a stranger may read, without signing in."""
    v = visit()
    v.go("/accounts/login/").follow("Forgotten your password?").look("password-forgotten")
    v.page.get_by_role("textbox").first.fill(world.iro.email)
    v.page.locator("main form button").first.click()
    v.page.wait_for_url("**/done/")
    v.look("password-sent")
    for path in ("accessibility", "privacy", "how-dates-are-worked-out", "help"):
        v.go(f"/{path}/").look(f"words-{path}")


def test_what_is_not_yours_is_not_there(visit: Callable[..., Visitor], world: World) -> None:
    """A child of another authority, or of a colleague: 404. A page one's role lacks: 403. An old form: told plainly."""
    v = visit().sign_in(world.stranger)
    v.sees("You have no children yet.").look("caseload-empty")
    with v.refused():
        assert v.page.goto(f"/children/{world.ash.uuid}/").status == 404
        v.look("404").does_not_see("Ash")
        assert v.page.goto(f"/children/{world.ash.uuid}/reviews/book/").status == 404
        assert v.page.goto("/no-such-page/").status == 404
        assert v.page.goto("/people/").status == 403
        v.look("403")
    v.follow("IRO portal", exact=False).heading("My children")
    v.sign_in(world.other_iro)
    with v.refused():
        assert v.page.goto(f"/children/{world.ash.uuid}/").status == 404
    v.sign_in(world.admin)
    with v.refused():
        assert v.page.goto("/children/").status == 403
        assert v.page.goto(f"/children/{world.ash.uuid}/").status in (403, 404)
    v.go("/settings/")
    v.context.clear_cookies(name="csrftoken")
    with v.refused():
        v.press("Save settings").look("403-csrf", same_without_script=False)


def test_somebody_without_a_role_is_told_so(visit: Callable[..., Visitor], world: World) -> None:
    """No role stands today: signed in, and told whom to ask."""
    with world.inside():
        assert world.other_iro.memberships.update(to_date="2026-04-20") == 1
    v = visit().sign_in(world.other_iro)
    v.sees("no council has given you a role that stands today").look("no-role")
