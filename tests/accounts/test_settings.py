"""What an authority chooses: saved, refused, worked out again, and never lost to a second editor."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from accounts import actions, clock_choices, settings_changed
from accounts.actions.settings import OF_AUTHORITY, OF_SETTINGS
from accounts.models import AuthoritySettings, BankHolidayCorrection, LocalAuthority, Person
from accounts.scoping import in_authority
from audit.models import Event
from core.errors import ConflictError, DomainError
from reviews.actions.duties import recompute_children
from reviews.models import Deadline
from tests.factories.accounts import BankHolidayCorrectionFactory, PersonFactory
from tests.factories.children import PeriodOfCareFactory

SignIn = Callable[..., Client]


@pytest.fixture
def admin(signed_in: SignIn, authority: LocalAuthority) -> Client:
    return signed_in("authority_admin", authority, PersonFactory(name="Wren Alderly"))


def typed(**more: object) -> dict[str, object]:
    """The page as it stands to start with, but for `more`."""
    return {
        "version": 1,
        "name": "Northshire Council",
        "colour": "#0d4f5c",
        "contact_email": "help@northshire.invalid",
        "contact_phone": "01632 960140",
        "out_of_hours_phone": "",
        "reminder_steps": "-10, -5, 0, 1, 5",
        "manager_from_step": "1",
        "remind_weekly_after": "on",
        "caseload_low": "50",
        "caseload_high": "70",
        "people_needed": "The social worker",
        "extra_review_replaces_second": "no",
        "short_break_gap_months": "6",
        "clock_extra_review_resets_interval": "yes",
        "clock_review_dated_by": "first",
        "clock_full_time_starts_new_count": "yes",
        "clock_short_breaks_date_stands_between": "no",
        "clock_return_review_not_before_days": "28",
        "clock_return_review_not_after_days": "42",
        "clock_early_return_review_counts": "yes",
        "clock_remand_care_plan_working_days": "5",
        "clock_unknown_start_interval_months": "6",
        "clock_leap_day_birthday": "1 March",
        **more,
    }


def stored(authority: LocalAuthority) -> AuthoritySettings:
    return AuthoritySettings.objects.select_related("authority").get(pk=authority.pk)


class TestPage:
    def test_shows_what_stands(self, admin: Client) -> None:
        page = admin.get("/settings/").content.decode()
        assert 'value="-10, -5, 0, 1, 5"' in page
        said = "We know the rules marked † at second hand only. Ask your legal team before you change one of them."
        assert page.count(said) == 1
        assert page.count("second hand only") == 1
        unsure = [choice for choice in clock_choices.choices() if not choice.sure]
        assert len(unsure) >= 7
        assert page.count("Known at second hand.") == len(unsure)
        for choice in unsure:
            words = re.escape(escape(choice.question))
            assert re.search(rf"{words} <span[^>]*>†</span><span[^>]*>Known at second hand", page), (
                choice.name
            )
        assert "The IRO Handbook says 70." in page

    def test_saves(self, admin: Client, authority: LocalAuthority) -> None:
        answer = admin.post(
            "/settings/",
            typed(
                reminder_steps="3, -15,0", caseload_high="65", name="Northshire", clock_review_dated_by="last",
                clock_return_review_not_after_days="40", extra_review_replaces_second="yes",
            ),
        )  # fmt: skip
        assert answer["Location"] == "/settings/"
        row = stored(authority)
        assert row.reminder_steps == [-15, 0, 3]
        assert (row.caseload_high, row.version, row.saved_by) == (65, 2, admin.person)
        assert row.extra_review_replaces_second
        assert row.clock_choices == {"review_dated_by": "last", "return_review_not_after_days": 40}
        assert row.authority.name == "Northshire"
        changed = Event.objects.get(verb="settings.changed").detail["fields"]
        assert set(changed) == {
            "reminder_steps",
            "caseload_high",
            "extra_review_replaces_second",
            "clock_choices",
        }

    def test_what_is_as_for_everyone_is_not_stored(self, admin: Client, authority: LocalAuthority) -> None:
        admin.post("/settings/", typed(clock_review_dated_by="last"))
        admin.post("/settings/", typed(version=2))
        assert stored(authority).clock_choices == {}

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("reminder_steps", "ten", "Enter whole numbers with commas between"),
            ("reminder_steps", "-61, 0", "whole numbers between -60 and 60"),
            ("reminder_steps", " ", "Enter at least one day to remind on"),
            ("caseload_low", "71", "The lower number of children is above the higher one."),
            ("colour", "#ffff00", "hard to read"),
            ("colour", "teal", "like #0d4f5c"),
            ("clock_return_review_not_before_days", "50", "do not fit together"),
            ("clock_review_dated_by", "middle", "Choose one of the answers"),
        ],
    )
    def test_refuses_what_cannot_be(
        self, admin: Client, authority: LocalAuthority, field: str, value: str, said: str
    ) -> None:
        answer = admin.post("/settings/", typed(**{field: value}))
        assert answer.status_code == 200
        assert said in answer.content.decode()
        assert stored(authority).version == 1
        assert not Event.objects.filter(verb__in=["settings.changed", "authority.changed"]).exists()

    def test_a_second_editor_sees_both_and_loses_neither(
        self, admin: Client, authority: LocalAuthority
    ) -> None:
        admin.post(
            "/settings/", typed(people_needed="The carer", clock_review_dated_by="last", contact_phone="1")
        )
        page = admin.post("/settings/", typed(people_needed="The teacher")).content.decode()
        assert "Wren Alderly" in page
        for words in ("The carer", "The teacher", "The last sitting"):
            assert words in page
        assert stored(authority).people_needed == "The carer"
        assert admin.post("/settings/", typed(people_needed="The teacher", version=2)).status_code == 302
        assert stored(authority).people_needed == "The teacher"

    def test_the_act_names_what_stands_in_a_conflict(self, authority: LocalAuthority) -> None:
        row = stored(authority)
        values = {name: getattr(row, name) for name in OF_SETTINGS}
        values |= {name: getattr(authority, name) for name in OF_AUTHORITY}
        with pytest.raises(ConflictError) as conflict:
            actions.change_settings(authority=authority, version=9, by=None, **values)
        assert conflict.value.current["name"] == authority.name
        assert conflict.value.at is None, "nobody has saved them yet"

        actions.change_settings(authority=authority, version=1, by=None, **values)
        with pytest.raises(ConflictError) as conflict:
            actions.change_settings(authority=authority, version=1, by=None, **values)
        assert conflict.value.at == stored(authority).saved_at

    @pytest.mark.parametrize("role", ["iro", "iro_manager"])
    def test_others_do_not_come_here(self, signed_in: SignIn, authority: LocalAuthority, role: str) -> None:
        client = signed_in(role, authority)
        for url in ("/settings/", "/settings/holidays/"):
            assert client.get(url).status_code == 403


class TestRecompute:
    @pytest.fixture
    def duty(self, authority: LocalAuthority) -> Deadline:
        """The first review of a child who came into care on Mon 1 June 2026: 20 working days are Mon 29 June."""
        child = PeriodOfCareFactory(child__authority=authority, start_date=date(2026, 6, 1)).child
        with in_authority(authority):
            recompute_children([child.pk])
            return Deadline.objects.get(kind="review")

    def test_reminder_days_follow_the_steps(self, admin: Client, duty: Deadline) -> None:
        assert duty.due_date == date(2026, 6, 29)
        admin.post("/settings/", typed(reminder_steps="-2, 0"))
        duty.refresh_from_db()
        assert duty.reminder_dates == [date(2026, 6, 25), date(2026, 6, 29)]

    def test_a_holiday_added_moves_the_date_and_taken_back_moves_it_back(
        self, admin: Client, duty: Deadline, authority: LocalAuthority
    ) -> None:
        answer = admin.post(
            "/settings/holidays/",
            {
                "on-day": 10,
                "on-month": 6,
                "on-year": 2026,
                "is_holiday": "yes",
                "name": "Jubilee of the otter",
            },
        )
        assert answer["Location"] == "/settings/holidays/"
        duty.refresh_from_db()
        assert duty.due_date == date(2026, 6, 30)
        page = admin.get("/settings/holidays/").content.decode()
        assert "Wed 10 Jun 2026" in page
        with in_authority(authority):
            row = BankHolidayCorrection.objects.get()
        admin.post(f"/settings/holidays/{row.uuid}/remove/")
        duty.refresh_from_db()
        assert duty.due_date == date(2026, 6, 29)
        events = Event.objects.filter(verb="settings.holidays_changed").order_by("pk")
        assert [event.detail["added"] for event in events] == [True, False]

    def test_a_listed_holiday_can_be_a_working_day(self, duty: Deadline, authority: LocalAuthority) -> None:
        with in_authority(authority):
            child = PeriodOfCareFactory(child__authority=authority, start_date=date(2026, 8, 10)).child
            recompute_children([child.pk])
            late_summer = Deadline.objects.get(kind="review", child=child)
            assert late_summer.due_date == date(2026, 9, 8)
            actions.add_holiday(
                authority=authority, on=date(2026, 8, 31), name="Worked here", is_holiday=False, by=None
            )
        late_summer.refresh_from_db()
        assert late_summer.due_date == date(2026, 9, 7)

    def test_a_day_is_corrected_once(self, authority: LocalAuthority) -> None:
        with in_authority(authority):
            actions.add_holiday(authority=authority, on=date(2026, 6, 10), name="A", is_holiday=True, by=None)
            with pytest.raises(DomainError) as refused:
                actions.add_holiday(
                    authority=authority, on=date(2026, 6, 10), name="B", is_holiday=True, by=None
                )
        assert refused.value.field == "on"

    def test_anothers_correction_is_404(self, admin: Client, other_authority: LocalAuthority) -> None:
        row = BankHolidayCorrectionFactory(authority=other_authority)
        assert admin.post(f"/settings/holidays/{row.uuid}/remove/").status_code == 404

    def test_what_no_date_follows_from_works_nothing_out(
        self, admin: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Person | None] = []
        monkeypatch.setitem(settings_changed._listeners, "reviews", lambda _authority, by: asked.append(by))
        admin.post("/settings/", typed(people_needed="The carer"))
        assert asked == []
        admin.post("/settings/", typed(version=2, reminder_steps="0"))
        assert asked == [admin.person]


def test_every_choice_of_law_is_one_of_the_clock() -> None:
    from reviews.timescales import ClockSettings

    clock_choices.check({choice.name: choice.default for choice in clock_choices.choices()})
    assert len(clock_choices.choices()) == 10
    with pytest.raises(ValueError, match="not a setting"):
        ClockSettings.from_values({"moon_phase": 1})
