"""Coming in with a second factor, and with a link from the mail where the password is forgotten."""

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django import Settings

from accounts.models import Person
from audit.outbox import deliver
from core import clock as portal_clock
from tests.browser.visitor import Visitor
from tests.browser.world import World
from tests.factories.accounts import PASSWORD
from tests.sink import Sink, running_sink

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-1")]

NEW = "lantern otter hazel brook"
SENT = "If there is an account with that address, a link is on its way. It can take a few minutes."


def code_of(key: str) -> str:
    """What an authenticator app shows for a key now (RFC 6238: HMAC-SHA-1, 30 seconds, 6 numbers)."""
    digest = hmac.new(b32decode(key), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def with_password(v: Visitor, person: Person, password: str = PASSWORD) -> None:
    """The first page of signing in; what comes next is the test's."""
    v.go("/accounts/login/").fill("Work e-mail address", person.email)
    v.page.get_by_label("Password", exact=True).fill(password)
    v.press("Sign in")


def test_a_phone_app_is_set_up_and_asked_for(
    visit: Callable[..., Visitor], world: World, clock: time_machine.Traveller, settings: Settings
) -> None:
    """Set up at the first sign-in; then the app's code, a wrong one, a used one, and a recovery code, once."""
    settings.REQUIRE_SECOND_FACTOR = True
    v = visit()
    with_password(v, world.iro)
    v.heading("Show that it is you").look("password-again")
    v.page.get_by_label("Password", exact=True).fill(PASSWORD)
    v.press("Go on").heading("Set up the phone app").look("second-factor-set-up")
    v.go("/children/").heading("Set up the phone app")
    key = v.page.locator(".p-key-text").inner_text()
    v.fill("Code that the app shows now", "000000").press("Finish")
    v.sees("That code is not right.").look("second-factor-set-up-wrong")
    assert v.page.locator(".p-key-text").inner_text() == key
    v.fill("Code that the app shows now", code_of(key)).press("Finish")
    v.heading("Recovery codes").told("Your phone app is set up").look("recovery-codes")
    recovery = v.page.locator(".p-codes li").all_inner_texts()
    assert len(recovery) == 10
    v.follow("I have them: go on to the portal").heading("My children").press("Sign out")

    clock.shift(31)
    with_password(v, world.iro)
    v.heading("Enter your code").look("second-factor")
    v.go("/children/").heading("Enter your code")
    v.fill("Code from your phone app", "000000").press("Sign in")
    v.sees("That code is not right.").look("second-factor-wrong")
    used = code_of(key)
    v.fill("Code from your phone app", used).press("Sign in")
    v.heading("My children").press("Sign out")
    with_password(v, world.iro)
    v.fill("Code from your phone app", used).press("Sign in").sees("That code is not right.")

    v.fill("Code from your phone app", recovery[0]).press("Sign in")
    v.heading("My children").press("Sign out")
    with_password(v, world.iro)
    v.fill("Code from your phone app", recovery[0]).press("Sign in").sees("That code is not right.")
    v.press("Back to sign in").heading("Sign in")


def asked_for_a_link(v: Visitor, email: str) -> str:
    """Ask for a link to set a new password; what the portal answers."""
    v.go("/accounts/login/").follow("Forgotten your password?")
    v.fill("Work e-mail address", email).press("Send me the link")
    v.heading("Look at your e-mail").sees(SENT)
    return v.main.inner_text()


def mailed_link(sink: Sink, to: str) -> str:
    """The link in the one e-mail that came, as the person's mail program shows it."""
    assert deliver(now=portal_clock.now()).sent == 1
    (came,) = sink.received
    assert came.to == to
    assert came.message["Subject"] == "IRO portal: set a new password"
    return re.search(r"http://\S+", came.message.get_content()).group()


def test_a_forgotten_password_is_set_anew_by_a_link_from_the_mail(
    visit: Callable[..., Visitor], world: World, clock: time_machine.Traveller, settings: Settings
) -> None:
    """The link comes by mail, works once, and tells a stranger nothing: neither who has an account nor whose it is."""
    v = visit()
    with running_sink() as sink:
        for name, value in sink.settings.items():
            setattr(settings, name, value)
        settings.PORTAL_URL = v.base_url
        unknown = asked_for_a_link(v, "nobody@northshire.invalid")
        assert asked_for_a_link(v, world.iro.email) == unknown
        link = mailed_link(sink, world.iro.email)
    assert link.startswith(f"{v.base_url}/accounts/password/reset/key/")
    assert world.iro.email not in link

    v.go(urlsplit(link).path).heading("Set a new password").look("password-from-link")
    v.does_not_see(world.iro.name, world.iro.email, "Northshire")
    expect(v.page.locator("header")).not_to_contain_text("Northshire")
    assert urlsplit(link).path != v.path
    boxes = v.page.locator("main input[type=password]")
    boxes.nth(0).fill("short")
    boxes.nth(1).fill("short")
    v.press("Set the password").sees("12 characters").look("password-from-link-short")
    boxes.nth(0).fill(NEW)
    boxes.nth(1).fill(NEW)
    v.press("Set the password").heading("Your password is set").look("password-set")
    v.follow("Sign in", within=v.main)
    with_password(v, world.iro)
    v.sees("The e-mail address or the password is not right. Try again.")
    with_password(v, world.iro, NEW)
    v.heading("My children")

    stranger = visit()
    used = stranger.go(urlsplit(link).path).heading("This link no longer works").look("password-link-used")
    said = used.main.inner_text()
    stranger.go("/accounts/password/reset/key/zzz-made-up/").heading("This link no longer works")
    assert stranger.main.inner_text() == said
