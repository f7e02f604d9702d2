"""Completing what the portal knows of a child: each refusal keeps what was typed, two editors lose nothing."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import LocalAuthority, Membership
from audit.models import Event
from children.models import Child, PeriodOfCare, Placement, Relationship
from reviews.actions.duties import recompute_authority, recompute_children
from reviews.models import DutyDone
from tests.factories.accounts import MembershipFactory
from tests.factories.children import RelationshipFactory
from tests.reviews.pages.test_child import held, words

pytestmark = pytest.mark.django_db
Make = Callable[..., Child]
SignIn = Callable[[Membership], Client]


def day(name: str, on: date | None) -> dict[str, str]:
    """The three boxes of a date."""
    parts = (str(on.day), str(on.month), str(on.year)) if on else ("", "", "")
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), parts, strict=True))


def errors(html: str) -> list[str]:
    """The error summary's links, in words."""
    summary = (
        html.split("govuk-error-summary__list")[1].split("</ul>")[0] if "govuk-error-summary" in html else ""
    )
    return [words(one).strip() for one in re.findall(r"<li>(.*?)</li>", summary, re.DOTALL)]


def sent(client: Client, url: str, data: dict[str, str]) -> str:
    """A form that was refused: its page."""
    html = again(client, url, data)
    assert "<title>Error: " in html
    return html


def again(client: Client, url: str, data: dict[str, str]) -> str:
    """A form that was drawn again."""
    answer = client.post(url, data)
    assert answer.status_code == 200
    return answer.content.decode()


# -- The child -------------------------------------------------------------------------------------------------------


def test_the_childs_details_are_saved(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(name="", number="100093")
    url = f"/children/{child.uuid}/details/"
    client = signed_in(iro)
    answer = client.post(
        url,
        {
            "version": str(child.version),
            "name": "Ash",
            "pronouns": "they",
            "language": "BSL",
            "interpreter_needed": "on",
            "how_to_talk": "Walking\nGlasses",
        },
    )

    assert (answer.status_code, answer.url) == (302, f"/children/{child.uuid}/")
    child.refresh_from_db()
    assert (child.name, child.pronouns, child.language, child.interpreter_needed, child.how_to_talk) == (
        "Ash", "they", "BSL", True, "Walking\nGlasses",
    )  # fmt: skip
    assert child.saved_by == iro.person
    event = Event.objects.get(verb="child.changed")
    assert event.detail == {"fields": ["how_to_talk", "interpreter_needed", "language", "name", "pronouns"]}
    assert "Ash" not in str(event.detail)


def test_a_name_too_long_is_refused_and_kept(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after()
    typed = "x" * 121

    html = sent(
        signed_in(iro),
        f"/children/{child.uuid}/details/",
        {"version": str(child.version), "name": typed, "pronouns": "he"},
    )

    assert errors(html) == ["Make this 120 characters or fewer. It is 121 now"]
    assert f'value="{typed}"' in html
    assert 'value="he"' in html


def test_two_editors_see_both_texts(
    looked_after: Make, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    child = looked_after(name="Ash")
    url = f"/children/{child.uuid}/details/"
    first = {"version": str(child.version), "name": "Ash", "how_to_talk": "Walking"}
    assert signed_in(manager).post(url, first).status_code == 302

    html = again(signed_in(iro), url, {**first, "how_to_talk": "Not about dad"})

    assert "Walking" in html
    assert "Not about dad" in html
    assert manager.person.name in html
    assert Child.objects.get(pk=child.pk).how_to_talk == "Walking"
    version = re.search(r'name="version" value="(\d+)"', html).group(1)
    kept = signed_in(iro).post(url, {**first, "how_to_talk": "Not about dad", "version": version})
    assert kept.status_code == 302
    assert Child.objects.get(pk=child.pk).how_to_talk == "Not about dad"


# -- The people around -----------------------------------------------------------------------------------------------

AROUND = {
    "kind": "social_worker",
    "name": "Petra Vane",
    "detail": "",
    "phone": "01632 960001",
    "email": "petra@northshire.invalid",
    "not_invited_reason": "",
}


def test_somebody_is_added(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after()

    answer = signed_in(iro).post(
        f"/children/{child.uuid}/people/add/",
        {**AROUND, **day("start_date", date(2026, 2, 9)), **day("end_date", None)},
    )

    assert answer.url == f"/children/{child.uuid}/#people"
    row = Relationship.objects.get(child=child)
    assert (row.name, row.kind, row.start_date, row.end_date) == (
        "Petra Vane", "social_worker", date(2026, 2, 9), None,
    )  # fmt: skip
    event = Event.objects.get(verb="child.relationship_changed")
    assert event.detail == {"kind": "social_worker"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": ""}, "Choose an answer to “Who is this?”"),
        ({"name": ""}, "Fill in “Name”"),
        ({"email": "petra"}, "Enter an e-mail address like name@example.gov.uk"),
        (day("end_date", date(2026, 2, 9)), "The end must be after the start"),
        (day("end_date", date(2026, 2, 8)), "The end must be after the start"),
        ({"end_date-day": "1"}, "End must include a month and a year"),
        ({"start_date-day": "31"}, "There is no 31 February 2026. Check the day"),
    ],
)
def test_each_refusal_keeps_what_was_typed(
    looked_after: Make, iro: Membership, signed_in: SignIn, change: dict[str, str], said: str
) -> None:
    child = looked_after()
    data = {**AROUND, **day("start_date", date(2026, 2, 9)), **day("end_date", None), **change}

    html = sent(signed_in(iro), f"/children/{child.uuid}/people/add/", data)

    assert errors(html) == [said]
    assert 'value="01632 960001"' in html
    assert f'value="{data["start_date-day"]}"' in html
    assert not Relationship.objects.exists()


def test_somebody_is_changed_and_ended(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after()
    row = RelationshipFactory(
        child=child, kind="social_worker", name="Petra Vane", start_date=date(2026, 2, 9)
    )
    url = f"/children/{child.uuid}/people/{row.uuid}/"
    client = signed_in(iro)
    assert 'value="Petra Vane"' in client.get(url).content.decode()

    answer = client.post(
        url,
        {
            **AROUND,
            "version": str(row.version),
            **day("start_date", date(2026, 2, 9)),
            **day("end_date", date(2026, 4, 1)),
        },
    )

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.end_date == date(2026, 4, 1)
    html = again(client, url, {**AROUND, "name": "Petra V", "version": str(row.version - 1)})
    assert 'value="Petra V"' in html
    assert Relationship.objects.get(pk=row.pk).name == "Petra Vane"


def test_somebody_around_another_child_is_not_found(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    mine, also_mine = looked_after(), looked_after()
    theirs = looked_after(iro=MembershipFactory(authority=in_scope))
    client = signed_in(iro)

    for child in (also_mine, theirs):
        row = RelationshipFactory(child=child)
        assert client.get(f"/children/{mine.uuid}/people/{row.uuid}/").status_code == 404
        assert client.post(f"/children/{mine.uuid}/people/{row.uuid}/", {"version": "1"}).status_code == 404
    own = RelationshipFactory(child=mine)
    assert client.get(f"/children/{theirs.uuid}/people/{own.uuid}/").status_code == 404
    nil = "00000000-0000-4000-8000-000000000000"
    assert client.get(f"/children/{mine.uuid}/people/{nil}/").status_code == 404


# -- Where the child lives -------------------------------------------------------------------------------------------


def home_data(child: Child, **change: str) -> dict[str, str]:
    """What the form of the home sends."""
    home = child.placements.get(end_date=None)
    given = {
        "carer_names": "Mo and Pat Fernlea",
        "address": "1 Invented Lane\nNorthshire",
        "phone": "01632 960001",
    }
    return {"version": str(home.version), **given, **day("approval_extended_on", None), **change}


def test_the_home_is_completed_and_shown_behind_the_link(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after()
    client = signed_in(iro)
    empty = client.get(f"/children/{child.uuid}/address/").content.decode()
    assert empty.count("Not written down") == 3

    answer = client.post(f"/children/{child.uuid}/home/", home_data(child, meant_to_last_to_18="on"))

    assert answer.status_code == 302
    html = client.get(f"/children/{child.uuid}/address/").content.decode()
    assert "1 Invented Lane<br>Northshire" in html
    assert "01632 960001" in html
    assert "ZZ1 1ZZ" in html
    assert "This look has been recorded." in html
    assert "Mo and Pat Fernlea" in client.get(f"/children/{child.uuid}/").content.decode()
    assert Placement.objects.get(child=child).meant_to_last_to_18 is True
    assert Event.objects.get(verb="child.placement_changed").detail == {
        "fields": sorted(
            [
                "carer_names",
                "address",
                "phone",
                "meant_to_last_to_18",
                "temporary_approval",
                "approval_extended_on",
            ]
        )
    }


def test_a_temporary_approval_gets_its_clock(looked_after: Make, iro: Membership, signed_in: SignIn) -> None:
    child = looked_after(date(2026, 3, 2))

    signed_in(iro).post(f"/children/{child.uuid}/home/", home_data(child, temporary_approval="on"))

    assert child.deadlines.get(kind="temporary_approval").due_date == date(2026, 6, 22)


def test_only_a_temporary_approval_can_be_made_longer(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after()
    data = home_data(child, **day("approval_extended_on", date(2026, 4, 20)))

    html = sent(signed_in(iro), f"/children/{child.uuid}/home/", data)

    assert errors(html) == ["Tick that the approval is temporary, or leave this day empty"]
    assert "1 Invented Lane" in html


def test_two_editors_of_a_home_see_both(
    looked_after: Make, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    child = looked_after()
    data = home_data(child)
    assert signed_in(manager).post(f"/children/{child.uuid}/home/", data).status_code == 302

    html = again(signed_in(iro), f"/children/{child.uuid}/home/", {**data, "phone": "01632 960999"})

    assert "01632 960001" in html
    assert "01632 960999" in html


def test_a_child_without_a_home_has_no_form_for_one(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2024, 2, 1))
    for rows in (child.placements, child.legal_statuses, child.periods):
        rows.update(end_date=date(2026, 4, 15))
    client = signed_in(iro)

    assert client.get(f"/children/{child.uuid}/home/").status_code == 404
    assert client.get(f"/children/{child.uuid}/start/").status_code == 404
    assert "not looked after now" in client.get(f"/children/{child.uuid}/address/").content.decode()


# -- When care began -------------------------------------------------------------------------------------------------


@pytest.fixture
def unknown(looked_after: Make) -> Child:
    """A child whose care began before the earliest file."""
    child = looked_after(date(2025, 4, 1), date_of_birth=date(2014, 6, 14))
    child.periods.update(start_known=False, first_episode_date=date(2025, 4, 1), source="import")
    recompute_children([child.pk])
    return child


def start_data(child: Child, on: date | None) -> dict[str, str]:
    """What the form sends."""
    return {"version": str(child.periods.get(end_date=None).version), **day("start", on)}


def test_a_start_given_moves_the_dates_and_stays(
    in_scope: LocalAuthority, unknown: Child, iro: Membership, signed_in: SignIn
) -> None:
    assert not unknown.deadlines.filter(kind="review").exists()
    client = signed_in(iro)
    assert (
        "On or before 1 April 2025. For example, 27 3 2022"
        in client.get(f"/children/{unknown.uuid}/start/").content.decode()
    )

    answer = client.post(f"/children/{unknown.uuid}/start/", start_data(unknown, date(2025, 3, 3)))

    assert answer.status_code == 302
    period = PeriodOfCare.objects.get(child=unknown)
    assert (period.start_date, period.start_known, period.start_given_by_person, period.first_episode_date) == (
        date(2025, 3, 3), True, True, date(2025, 4, 1),
    )  # fmt: skip
    assert unknown.deadlines.get(kind="review").due_date == date(2025, 3, 31)
    assert recompute_authority(in_scope, apply=False).total == 0
    event = Event.objects.get(verb="child.care_start_given")
    assert (event.detail, event.child_ids) == ({"start": "2025-03-03"}, [unknown.pk])


def test_a_start_given_can_be_corrected(unknown: Child, iro: Membership, signed_in: SignIn) -> None:
    client, url = signed_in(iro), f"/children/{unknown.uuid}/start/"
    client.post(url, start_data(unknown, date(2025, 3, 3)))

    assert 'value="2025"' in client.get(url).content.decode()
    assert client.post(url, start_data(unknown, date(2025, 3, 10))).status_code == 302

    assert PeriodOfCare.objects.get(child=unknown).start_date == date(2025, 3, 10)
    assert unknown.deadlines.get(kind="review").due_date == date(2025, 4, 7)


def test_a_start_numbers_the_reviews_that_are_known(
    unknown: Child, iro: Membership, signed_in: SignIn
) -> None:
    held(unknown, 1, date(2025, 12, 2))
    recompute_children([unknown.pk])
    assert unknown.deadlines.get(kind="review", met_date=None).due_date == date(2026, 6, 2)

    signed_in(iro).post(f"/children/{unknown.uuid}/start/", start_data(unknown, date(2025, 3, 3)))

    assert unknown.deadlines.get(kind="review", met_date=None).due_date == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (None, "Start is missing. Enter a day, a month and a year"),
        (
            date(2025, 4, 2),
            "Give a day on or before 1 April 2025: the files tell of the child being looked after then.",
        ),
        (date(2014, 6, 13), "Give a day after the child was born."),
        (date(2020, 6, 1), "That day lies in an earlier period of care. Give a later one."),
    ],
)
def test_a_start_that_cannot_be(
    unknown: Child, iro: Membership, signed_in: SignIn, on: date | None, said: str
) -> None:
    PeriodOfCare.objects.create(
        child=unknown, authority=unknown.authority, start_date=date(2020, 1, 1), end_date=date(2021, 1, 1)
    )

    html = sent(signed_in(iro), f"/children/{unknown.uuid}/start/", start_data(unknown, on))

    assert errors(html) == [said]
    assert on is None or f'value="{on.year}"' in html
    assert PeriodOfCare.objects.get(child=unknown, end_date=None).start_known is False


def test_a_start_the_files_tell_is_corrected_elsewhere(
    looked_after: Make, iro: Membership, signed_in: SignIn
) -> None:
    child = looked_after(date(2026, 4, 2))

    html = sent(signed_in(iro), f"/children/{child.uuid}/start/", start_data(child, date(2026, 3, 2)))

    assert errors(html) == ["The files tell when this period began. Correct it in the case system."]


def test_two_people_who_give_a_start_see_both(
    unknown: Child, iro: Membership, manager: Membership, signed_in: SignIn
) -> None:
    data = start_data(unknown, date(2025, 3, 3))
    assert signed_in(manager).post(f"/children/{unknown.uuid}/start/", data).status_code == 302

    html = again(
        signed_in(iro), f"/children/{unknown.uuid}/start/", {**data, **day("start", date(2025, 3, 10))}
    )

    assert "Monday 3 March 2025" in html
    assert 'value="10"' in html
    assert PeriodOfCare.objects.get(child=unknown).start_date == date(2025, 3, 3)


# -- What the authority did ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "following"), [("visit", date(2026, 6, 1)), ("health_assessment", date(2027, 4, 20))]
)
def test_what_was_done_counts_the_next_date(
    looked_after: Make, iro: Membership, signed_in: SignIn, kind: str, following: date
) -> None:
    child = looked_after(date(2026, 4, 2))

    answer = signed_in(iro).post(
        f"/children/{child.uuid}/duties/done/",
        {"kind": kind, "note": "At home", **day("done_date", date(2026, 4, 20))},
    )

    assert answer.url == f"/children/{child.uuid}/#duties"
    assert DutyDone.objects.get(child=child).recorded_by == iro.person
    assert child.deadlines.get(kind=kind, met_date=None).due_date == following


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": ""}, "Choose an answer to “What was done?”"),
        (day("done_date", None), "Date is missing. Enter a day, a month and a year"),
        (day("done_date", date(2026, 4, 22)), "Give a day that is not in the future."),
    ],
)
def test_what_was_done_is_refused_and_kept(
    looked_after: Make, iro: Membership, signed_in: SignIn, change: dict[str, str], said: str
) -> None:
    child = looked_after()
    data = {"kind": "visit", "note": "At home", **day("done_date", date(2026, 4, 20)), **change}

    html = sent(signed_in(iro), f"/children/{child.uuid}/duties/done/", data)

    assert errors(html) == [said]
    assert 'value="At home"' in html
    assert not DutyDone.objects.exists()


# -- Who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["details/", "people/add/", "start/", "home/", "duties/done/"])
def test_who_may_complete(
    looked_after: Make, iro: Membership, manager: Membership, admin: Membership, signed_in: SignIn, path: str
) -> None:
    url = f"/children/{looked_after().uuid}/{path}"

    assert [signed_in(who).get(url).status_code for who in (iro, manager, admin)] == [200, 200, 403]
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("path", ["details/", "people/add/", "start/", "home/", "duties/done/"])
def test_a_strangers_child_is_not_changed(
    in_scope: LocalAuthority, looked_after: Make, iro: Membership, signed_in: SignIn, path: str
) -> None:
    child = looked_after(iro=MembershipFactory(authority=in_scope))

    assert signed_in(iro).post(f"/children/{child.uuid}/{path}", {"version": "1"}).status_code == 404
    assert (
        signed_in(MembershipFactory(manager=True)).post(f"/children/{child.uuid}/{path}").status_code == 404
    )
