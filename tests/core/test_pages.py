"""The bases of pages, and the small pure things behind them: dates, colours, components, navigation, error pages."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from core import components, dates, navigation, theme, views
from core.context import Portal
from core.errors import ConflictError, DomainError, StateError
from core.formfields import WordsField
from core.forms import Submit, VersionedForm
from core.pages import BackLink
from core.templatetags import portal as tags

TUESDAY = dt.date(2026, 5, 5)
SUMMER = dt.datetime(2026, 5, 5, 23, 30, tzinfo=dt.UTC)  # half past midnight of the 6th in London


# -- Dates -----------------------------------------------------------------------------------------------------------


def test_dates_have_their_weekday() -> None:
    assert dates.short(TUESDAY) == "Tue 5 May 2026"
    assert dates.long(TUESDAY) == "Tuesday 5 May 2026"
    assert dates.plain(TUESDAY) == "5 May 2026"


def test_instants_are_shown_in_london() -> None:
    assert dates.short(SUMMER) == "Wed 6 May 2026"
    assert dates.clock(SUMMER) == "00:30"
    assert dates.short_time(SUMMER) == "Wed 6 May, 12.30am"
    assert dates.long_time(SUMMER) == "Wednesday 6 May 2026 at 12.30am"


def test_a_missing_date_is_empty_never_none() -> None:
    every = (
        dates.short,
        dates.long,
        dates.plain,
        dates.clock,
        dates.short_time,
        dates.long_time,
        dates.time_of_day,
    )

    assert [show(None) for show in every] == [""] * 7


@pytest.mark.parametrize(
    ("hour", "minute", "shown"),
    [
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (12, 5, "12.05pm"),
        (8, 30, "8.30am"),
        (14, 0, "2pm"),
        (0, 5, "12.05am"),
    ],
)
def test_times_of_day(hour: int, minute: int, shown: str) -> None:
    assert dates.time_of_day(dt.time(hour, minute)) == shown


# -- A council's colour ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "colour", ["#ffcc00", "#ffffff", "#767676", "#00ff00", "#d4006a", "#0d4f5c", "#000000"]
)
def test_every_colour_comes_out_readable(colour: str) -> None:
    brand = theme.parse(theme.readable(colour))

    assert theme.contrast(brand, (255, 255, 255)) >= 4.5
    assert theme.contrast(brand, theme.tint(brand)) >= 4.5


def test_a_readable_colour_stays_itself() -> None:
    assert theme.readable("#0D4F5C") == "0d4f5c"
    assert theme.problem("#0d4f5c") == ""
    assert round(theme.contrast(theme.parse("#000000"), theme.parse("#ffffff")), 1) == 21.0


def test_a_light_colour_is_refused_with_a_darker_one() -> None:
    assert theme.problem("#ffcc00").startswith(
        "White words on #ffcc00 are hard to read. Choose a darker colour"
    )
    assert theme.problem("petrol") == "A colour is # and six of 0-9 and a-f, like #0d4f5c"


def test_theme_stylesheet_is_public_and_kept_for_good(client: Client) -> None:
    answer = client.get("/theme/0d4f5c.css")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.decode() == (
        ":root{--brand:#0d4f5c;--brand-dark:#09363f;--brand-tint:#e8eef0;--brand-line:#bbced1}\n"
    )


# -- Components ------------------------------------------------------------------------------------------------------


def test_days_left_in_words() -> None:
    assert "7 late" in components.days_left(-7)
    assert "p-left--late" in components.days_left(-1)
    assert "Today" in components.days_left(0)
    assert "p-left--soon" in components.days_left(10)
    assert components.days_left(11) == '<span class="p-left">11 left</span>'
    assert components.days_left(None) == ""


def test_chip_says_its_state_to_those_who_cannot_see_it() -> None:
    assert '<span class="govuk-visually-hidden">: not yet</span>' in components.chip("todo", "Views")
    assert "govuk-visually-hidden" not in components.chip("late", "6 over", "")
    assert "&lt;b&gt;" in components.chip("info", "<b>")
    assert components.chips(("done", "Views"), ("todo", "Report")).count("<li ") == 2


def test_unknown_icon_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no icon"):
        components.icon("face")


def test_voice_adds_only_quotation_marks() -> None:
    assert "<blockquote>“a &amp; b &lt;3”</blockquote>" in tags.voice("a & b <3")


def test_strip_has_no_link_behind_zero() -> None:
    counts = [
        components.Count(3, "overdue", "#late", "late"),
        components.Count(0, "not booked", "?booked=no", "late"),
    ]

    html = render_to_string("components/strip.html", {"strip": counts, "strip_label": "What needs doing"})

    assert html.count("<a ") == 1
    assert '<a class="is-late" href="#late">' in html


def test_task_that_cannot_start_is_no_link() -> None:
    task = components.Task("t1", "Send the decisions", "/send/", "blocked", "When the parts above are done")

    html = render_to_string("components/task_list.html", {"tasks": [task]})

    assert "<a " not in html
    assert "Cannot start yet" in html


# -- Navigation ------------------------------------------------------------------------------------------------------


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only these entries are registered."""
    monkeypatch.setattr(navigation, "_items", {})
    navigation.register(navigation.NavItem("help", "Help", "help", 20, lambda request: True))
    navigation.register(navigation.NavItem("words", "Privacy", "privacy", 10, lambda request: True))
    navigation.register(navigation.NavItem("never", "Never", "accessibility", 15, lambda request: False))
    return


def test_navigation_shows_what_the_person_may_use(rf: RequestFactory, entries: None) -> None:
    request = rf.get(reverse("help"))
    request.actor = object()

    links = Portal(request).nav_links("words")

    assert [(link.label, link.current) for link in links] == [("Privacy", "true"), ("Help", "page")]


def test_strangers_have_no_navigation(rf: RequestFactory, entries: None) -> None:
    request = rf.get("/")
    request.actor = None

    assert Portal(request).nav_links("") == []


# -- Pages with a form -----------------------------------------------------------------------------------------------


class TextForm(VersionedForm):
    """One text."""

    text = WordsField(label="Permanence")
    more_submits = (Submit("later", "Save and come back"),)


class TextPage(views.AutosaveFormPage):
    """A text in memory, saved by version as an action would."""

    form_class = TextForm
    title = "Permanence"
    success_url = "/done/"
    success_message = "Permanence is written"
    stored: ClassVar[dict[str, Any]] = {}
    refusal: ClassVar[DomainError | None] = None

    def get_back(self) -> BackLink:
        return BackLink("Back", "/back/")

    def save_draft(self, form: TextForm) -> int:
        """Save unless somebody else has."""
        if self.refusal:
            raise self.refusal
        if form.cleaned_data["version"] != self.stored["version"]:
            raise ConflictError(
                {"text": self.stored["text"]}, version=self.stored["version"], by="Kit Ashdown", at=SUMMER
            )
        self.stored.update(text=form.cleaned_data["text"], version=self.stored["version"] + 1)
        return self.stored["version"]

    def act(self, form: TextForm) -> None:
        self.save_draft(form)

    def form_invalid(self, form: TextForm) -> HttpResponse:
        """The layout needs the whole portal around it; here only the form matters."""
        self.refused = form
        return super().form_invalid(form)


@pytest.fixture(autouse=True)
def stored() -> dict[str, Any]:
    """What is saved now."""
    TextPage.stored = {"version": 4, "text": "Before"}
    TextPage.refusal = None
    return TextPage.stored


def post(rf: RequestFactory, autosave: bool = False, **data: str) -> tuple[HttpResponse, TextPage]:
    request = rf.post("/text/", data, headers={"X-Autosave": "1"} if autosave else {})
    request._messages = CookieStorage(request)
    page = TextPage()
    page.setup(request)
    return page.dispatch(request), page


def messages_of(page: TextPage) -> list[str]:
    return [str(message) for message in page.request._messages]


def test_valid_form_acts_and_goes_on(rf: RequestFactory, stored: dict[str, Any]) -> None:
    answer, page = post(rf, version="4", text="After")

    assert (answer.status_code, answer["Location"]) == (302, "/done/")
    assert stored == {"version": 5, "text": "After"}
    assert messages_of(page) == ["Permanence is written"]


def test_invalid_form_is_drawn_again_with_200(rf: RequestFactory, stored: dict[str, Any]) -> None:
    answer, page = post(rf, version="4", text="")

    assert answer.status_code == 200
    assert page.refused.errors == {"text": ["Fill in “Permanence”"]}
    assert stored["version"] == 4


def test_refusal_of_the_action_becomes_an_error(rf: RequestFactory) -> None:
    TextPage.refusal = StateError("This review is already held", field="text")

    answer, page = post(rf, version="4", text="After")

    assert answer.status_code == 200
    assert page.refused.errors == {"text": ["This review is already held"]}


def test_conflict_saves_nothing_and_shows_both(rf: RequestFactory, stored: dict[str, Any]) -> None:
    answer, page = post(rf, version="3", text="Mine")

    assert answer.status_code == 200
    assert stored == {"version": 4, "text": "Before"}
    assert [(row.mine, row.theirs) for row in page.refused.conflict.rows] == [("Mine", "Before")]
    assert page.refused["version"].value() == "4"


def test_keep_mine_after_a_conflict_saves(rf: RequestFactory, stored: dict[str, Any]) -> None:
    _, page = post(rf, version="3", text="Mine")

    answer, _ = post(rf, version=page.refused["version"].value(), text="Mine")

    assert answer.status_code == 302
    assert stored == {"version": 5, "text": "Mine"}


def test_put_both_together_saves_nothing(rf: RequestFactory, stored: dict[str, Any]) -> None:
    answer, page = post(rf, version="4", text="Mine", **{"_together": "1", "_theirs-text": "Before"})

    assert answer.status_code == 200
    assert page.refused["text"].value() == "Mine\n\nBefore"
    assert stored == {"version": 4, "text": "Before"}


def test_the_same_words_twice_are_no_conflict(rf: RequestFactory, stored: dict[str, Any]) -> None:
    answer, _ = post(rf, version="3", text="Before")

    assert answer.status_code == 302
    assert stored == {"version": 5, "text": "Before"}


def test_save_and_come_back_takes_an_unfinished_form(rf: RequestFactory, stored: dict[str, Any]) -> None:
    answer, page = post(rf, version="4", text="", later="1")

    assert (answer.status_code, answer["Location"]) == (302, "/back/")
    assert stored == {"version": 5, "text": ""}
    assert messages_of(page) == []


def test_save_and_come_back_shows_a_conflict_and_keeps_its_button(rf: RequestFactory) -> None:
    answer, page = post(rf, version="3", text="Mine", later="1")

    assert answer.status_code == 200
    assert page.refused.conflict.pressed == Submit("later", "Save and come back")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"version": "4", "text": ""}, {"state": "saved", "version": 5}),
        (
            {"version": "3", "text": "Mine"},
            {"state": "conflict", "by": "Kit Ashdown", "at": "00:30", "version": 4},
        ),
        (
            {"version": "", "text": "Mine"},
            {"state": "invalid", "message": "This page is out of date. Open it again from the list"},
        ),
    ],
)
def test_autosave_answers(rf: RequestFactory, data: dict[str, str], expected: dict[str, Any]) -> None:
    answer, _ = post(rf, autosave=True, **data)
    said = json.loads(answer.content)

    assert answer.status_code == 200
    assert {name: said[name] for name in expected} == expected


def test_autosave_says_what_the_action_refused(rf: RequestFactory) -> None:
    TextPage.refusal = StateError("This record is locked")

    answer, _ = post(rf, autosave=True, version="4", text="Mine")

    assert json.loads(answer.content) == {"state": "invalid", "message": "This record is locked"}


def test_button_without_a_page_turns_a_refusal_into_a_message(rf: RequestFactory) -> None:
    class Cancel(views.ActPage):
        def act(self) -> str:
            raise StateError("This review is already held")

        def get_failure_url(self) -> str:
            return "/review/"

    request = rf.post("/cancel/")
    request._messages = CookieStorage(request)

    answer = Cancel.as_view()(request)

    assert (answer.status_code, answer["Location"]) == (302, "/review/")
    assert [(message.level_tag, str(message)) for message in request._messages] == [
        ("error", "This review is already held")
    ]
    assert Cancel.as_view()(rf.get("/cancel/")).status_code == 405


# -- Pages of words and of errors ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("accessibility", "Accessibility"),
        ("privacy", "Privacy"),
        ("how_dates", "How dates are worked out"),
        ("help", "Help"),
    ],
)
def test_anybody_may_read_the_pages_of_words(client: Client, db: None, name: str, heading: str) -> None:
    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert f"<title>{heading} – IRO portal</title>" in answer.content.decode()
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize(
    ("answer", "status", "heading"),
    [
        (lambda request: views.bad_request(request), 400, "That did not work"),
        (
            lambda request: views.permission_denied(request, PermissionError("Not you.")),
            403,
            "You cannot open this page",
        ),
        (lambda request: views.csrf_failure(request), 403, "Your page was out of date"),
        (lambda request: views.not_found(request), 404, "Page not found"),
        (lambda request: views.server_error(request), 500, "Something went wrong"),
    ],
)
def test_error_pages_need_no_database_and_no_context(answer: Any, status: int, heading: str) -> None:
    """No `db` fixture here: a statement would fail the test."""
    page = answer(HttpRequest())

    assert page.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page.content.decode()


def test_error_page_renders_when_the_static_files_are_not_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: str) -> str:
        raise ValueError(path)

    monkeypatch.setattr(components, "static", missing)

    assert 'href="/static/build/portal.css"' in views.server_error(HttpRequest()).content.decode()
