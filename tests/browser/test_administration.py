"""The administrator: people, settings, bank holidays. The platform administrator: authorities."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-1")]


def test_people_roles_settings_and_a_bank_holiday(visit: Callable[..., Visitor], world: World) -> None:
    """Add somebody, change their role; a choice of the clock moves a due date; so does a bank holiday."""
    v = visit().sign_in(world.admin).go("/people/").look("people")
    v.follow("Add a person").look("person-add").press("Add this person").look("person-add-errors")
    v.error_leads_to("Fill in “Name”", "Name")
    v.fill("Name", "Nell Wye").fill("Work e-mail address", "nell@northshire.invalid")
    v.choose("Role", "Independent reviewing officer").fill("Working time", "0.6").day("First day", "1 4 2026")
    v.press("Add this person").heading("Nell Wye").sees("No password yet", "0.6").look("person")
    v.press("Send the invitation again").told("An invitation is on its way").press("Take the invitation back")
    v.told("The invitation is taken back").sees("Invitation taken back").look("person-not-invited")
    v.follow("Change", exact=False, within=v.page.locator("table")).look("role")
    v.fill("Working time", "0.8").press("Save").told("Saved").sees("0.8")
    v.follow("Give another role").look("role-add").follow("Cancel")
    v.follow("Change name or e-mail address").look("person-edit").follow("Cancel")
    v.follow("End this person’s access").look("person-end").press("End access").look("person-ended")
    v.go("/people/").sees("Nell Wye").look("people-ended").every_link_answers()

    v.go("/settings/").look("settings")
    v.fill("Remind on these working days", "ten, five").press("Save settings").look("settings-error")
    v.fill("Remind on these working days", "-10, -5, 0, 1, 5")
    v.fill("Children for a full-time IRO, from", "45").press("Save settings").told("Settings are saved")
    expect(v.page.get_by_label("Children for a full-time IRO, from")).to_have_value("45")
    v.choose("Which day is the date of an adjourned review?", "The last sitting")
    v.press("Save settings").told("Settings are saved")
    law = v.page.get_by_role("group", name="Which day is the date of an adjourned review?")
    expect(law.get_by_role("radio", name="The last sitting")).to_be_checked()
    v.follow("bank holidays here").look("holidays").press("Add this day").look("holidays-errors")
    v.day("Which day?", "30 4 2026").choose("What is it?", "A bank holiday the list does not have")
    v.fill("What is it called?", "Northshire Day").press("Add this day")
    v.told("Due dates are worked out again").sees("Northshire Day").look("holidays-some")
    iro = visit().sign_in(world.iro)
    expect(iro.page.get_by_role("row", name=re.compile("Ash"))).to_contain_text("Wed 6 May 2026")
    v.press(re.compile("^Remove")).told("Removed")
    iro.go("/children/")
    expect(iro.page.get_by_role("row", name=re.compile("Ash"))).to_contain_text("Tue 5 May 2026")


def test_the_platform_makes_and_suspends_an_authority(visit: Callable[..., Visitor], world: World) -> None:
    """An authority with its first administrator; suspended, nobody of it gets in."""
    v = visit().sign_in(world.platform).heading("Authorities").look("authorities")
    v.follow("Make an authority").look("authority-make").press("Make this authority").look(
        "authority-make-errors"
    )
    v.pick("Authority", "Barnsley").fill("Name of the first administrator", "Fay Marsh")
    v.fill("Work e-mail address", "fay@barnsley.invalid").press("Make this authority")
    v.heading("Barnsley").sees("Fay Marsh").look("authority").every_link_answers()
    v.follow("Add an administrator").look("authority-admin").follow("Cancel")
    v.go("/authorities/").follow("Northshire").follow("Suspend this authority").look("authority-suspend")
    v.press("Suspend").told("The authority is suspended").sees("nobody of this authority gets in").look(
        "authority-suspended"
    )
    out = visit()
    out.go("/accounts/login/").fill("Work e-mail address", world.iro.email)
    out.page.get_by_label("Password", exact=True).fill("a long invented password")
    out.press("Sign in").does_not_see("My children").look("suspended")
    v.press("Let them in again").told("Its people can sign in again")
    with v.refused():
        answer = v.page.goto(f"/children/{world.ash.uuid}/")
        assert answer is not None
        assert answer.status in (403, 404)
