"""The govuk template pack and the base form: each control's markup, where each error leads, what survives."""

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.template.loader import render_to_string

from core.errors import ConflictError, DomainError
from core.formfields import GovDateField, GovTimeField, WordsField
from core.forms import Look, PortalForm, PortalFormSet, Submit, VersionedForm

PLACES = [("home", "Where Rowan lives"), ("school", "School"), ("other", "Somewhere else")]


class Page(HTMLParser):
    """The elements of a piece of HTML, in order, each as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, Any]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: "" if value is None else value for name, value in attrs}))

    def by_id(self, wanted: str) -> tuple[str, dict[str, Any]]:
        found = [element for element in self.elements if element[1].get("id") == wanted]
        assert len(found) == 1, f"{len(found)} elements with the id {wanted!r}"
        return found[0]

    def named(self, name: str) -> list[dict[str, Any]]:
        return [attrs for _, attrs in self.elements if attrs.get("name") == name]

    def with_class(self, css: str) -> list[dict[str, Any]]:
        return [attrs for _, attrs in self.elements if css in attrs.get("class", "").split()]


class EveryForm(PortalForm):
    """One field of every kind."""

    on = GovDateField(
        label="When is the review?", name="Date of the review", help_text="For example, 30 4 2026"
    )
    at = GovTimeField(label="What time?")
    why = WordsField(label="Why will it be late?", max_length=20, rows=2)
    where = forms.ChoiceField(label="Where?", choices=PLACES, widget=forms.RadioSelect)
    where_other = forms.CharField(label="Where is that?")
    ways = forms.MultipleChoiceField(
        label="How?", choices=[("spoke", "Spoke"), ("wrote", "Wrote")], widget=forms.CheckboxSelectMultiple
    )
    duty = forms.ChoiceField(label="Next duty", choices=[("", "Any duty"), ("review", "Review")])
    email = forms.EmailField(label="E-mail address", help_text="Your work address")
    number = forms.IntegerField(label="How many?")
    share = forms.DecimalField(label="Full-time equivalent")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    file = forms.FileField(label="The file", widget=forms.FileInput)
    sure = forms.BooleanField(label="I have asked", help_text="They can say no")
    quiet = forms.CharField(widget=forms.HiddenInput, required=False, initial="x")

    reveals = {"where": {"other": ["where_other"]}}
    looks = {
        "where": Look(inline=True, hints={"school": "In the quiet room"}, divider={"other": "or"}),
        "share": Look(width=4, suffix="of 1"),
        "email": Look(plain_label=True),
    }
    more_submits = (Submit("later", "Save and come back"),)


def data(**values: Any) -> QueryDict:
    """What a browser posts."""
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return query


def drawn(form: forms.BaseForm) -> Page:
    return Page(render_crispy_form(form))


# -- Each control ----------------------------------------------------------------------------------------------------


def test_text_field_has_label_hint_and_class() -> None:
    page = drawn(EveryForm())

    tag, email = page.by_id("id_email")
    label = next(attrs for tag, attrs in page.elements if tag == "label" and attrs.get("for") == "id_email")

    assert tag == "input"
    assert email["type"] == "email"
    assert email["class"] == "govuk-input"
    assert email["aria-describedby"] == "id_email-hint"
    assert page.by_id("id_email-hint")[1]["class"] == "govuk-hint p-hint"
    assert label["class"] == "govuk-label"


def test_no_control_is_checked_by_the_browser() -> None:
    page = drawn(EveryForm())

    assert page.elements[0][0] == "form"
    assert "novalidate" in page.elements[0][1]
    assert [attrs for _, attrs in page.elements if "required" in attrs] == []


def test_numbers_are_text_boxes_with_the_right_keyboard() -> None:
    page = drawn(EveryForm())

    assert (page.by_id("id_number")[1]["type"], page.by_id("id_number")[1]["inputmode"]) == (
        "text",
        "numeric",
    )
    assert (page.by_id("id_share")[1]["type"], page.by_id("id_share")[1]["inputmode"]) == ("text", "decimal")
    assert page.by_id("id_share")[1]["class"] == "govuk-input govuk-input--width-4"
    assert len(page.with_class("govuk-input__suffix")) == 1


def test_textarea_counts_and_cuts_nothing() -> None:
    page = drawn(EveryForm())

    tag, why = page.by_id("id_why")
    group = page.with_class("govuk-character-count")[0]

    assert tag == "textarea"
    assert "maxlength" not in why
    assert why["rows"] == "2"
    assert why["class"] == "govuk-textarea govuk-js-character-count"
    assert why["aria-describedby"] == "id_why-info"
    assert group["data-maxlength"] == "20"
    assert group["data-module"] == "govuk-character-count"


def test_line_ends_count_once() -> None:
    form = EveryForm(data(why="a\r\nb\r\nc"))
    form.is_valid()

    assert form.cleaned_data["why"] == "a\nb\nc"


def test_radios() -> None:
    page = drawn(EveryForm(initial={"where": "school"}))

    radios = page.named("where")

    assert [attrs["type"] for attrs in radios] == ["radio", "radio", "radio"]
    assert [attrs["id"] for attrs in radios] == ["id_where_0", "id_where_1", "id_where_2"]
    assert ["checked" in attrs for attrs in radios] == [False, True, False]
    assert radios[1]["aria-describedby"] == "id_where_1-hint"
    assert page.by_id("id_where_1-hint")[0] == "div"
    assert len(page.with_class("govuk-radios--inline")) == 1
    assert len(page.with_class("govuk-radios__divider")) == 1


def test_checkboxes_are_not_radios() -> None:
    page = drawn(EveryForm(initial={"ways": ["wrote"]}))

    boxes = page.named("ways")

    assert [attrs["type"] for attrs in boxes] == ["checkbox", "checkbox"]
    assert [attrs["class"] for attrs in boxes] == ["govuk-checkboxes__input"] * 2
    assert ["checked" in attrs for attrs in boxes] == [False, True]


def test_single_checkbox_select_password_file_and_hidden() -> None:
    page = drawn(EveryForm())

    assert page.by_id("id_sure")[1]["class"] == "govuk-checkboxes__input"
    assert page.by_id("id_sure")[1]["aria-describedby"] == "id_sure-hint"
    assert page.by_id("id_duty")[0] == "select"
    assert page.by_id("id_duty")[1]["class"] == "govuk-select"
    assert page.by_id("id_secret")[1]["type"] == "password"
    assert page.with_class("govuk-js-password-input-toggle")[0]["aria-controls"] == "id_secret"
    assert page.by_id("id_file")[1]["class"] == "govuk-file-upload"
    assert page.elements[0][1]["enctype"] == "multipart/form-data"
    assert page.by_id("id_quiet")[1]["type"] == "hidden"


def test_every_described_by_points_to_something() -> None:
    form = EveryForm(data(on__day="31", why="x" * 30))
    form.is_valid()
    page = drawn(form)

    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    described = [attrs["aria-describedby"] for _, attrs in page.elements if "aria-describedby" in attrs]

    assert len(described) > 10
    assert [name for names in described for name in names.split() if name not in ids] == []
    assert len(ids) == len(set(ids))


def test_labels_hints_and_answers_are_escaped() -> None:
    class Hostile(PortalForm):
        name = forms.CharField(label="<b>Name</b>", help_text="<i>hint</i>")
        where = forms.ChoiceField(
            label="<u>", choices=[("a", "<script>alert(1)</script>")], widget=forms.RadioSelect
        )

    html = render_crispy_form(Hostile(data(name="")))

    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_one_question_page_has_the_question_as_heading() -> None:
    class One(PortalForm):
        where = forms.ChoiceField(label="Where?", choices=PLACES, widget=forms.RadioSelect)
        name = forms.CharField(label="Name?")
        looks = {"where": Look(heading=True), "name": Look(heading=True)}

    html = render_crispy_form(One())

    assert '<h1 class="govuk-fieldset__heading">Where?</h1>' in html
    assert (
        '<h1 class="govuk-label-wrapper"><label class="govuk-label govuk-label--l" for="id_name">Name?</label>'
        in html
    )


def test_buttons_and_cancel() -> None:
    html = render_crispy_form(EveryForm(cancel_url="/back/", submit_text="Book the review"))

    assert ">Book the review</button>" in html
    assert 'name="later" value="1">Save and come back</button>' in html
    assert '<a class="govuk-link" href="/back/">Cancel</a>' in html


# -- Where errors lead -----------------------------------------------------------------------------------------------


def test_each_error_link_leads_to_a_control_that_takes_the_focus() -> None:
    form = EveryForm(data(on__day="", where="other"))
    form.is_valid()
    page = drawn(form)

    items = form.error_summary

    assert [(item.target, page.by_id(item.target)[0]) for item in items] == [
        ("id_on-day", "input"),
        ("id_at", "input"),
        ("id_why", "textarea"),
        ("id_where_other", "input"),
        ("id_ways_0", "input"),
        ("id_duty", "select"),
        ("id_email", "input"),
        ("id_number", "input"),
        ("id_share", "input"),
        ("id_secret", "input"),
        ("id_file", "input"),
        ("id_sure", "input"),
    ]


def test_radios_lead_to_the_first() -> None:
    form = EveryForm(data())

    assert next(item.target for item in form.error_summary if "Where?" in item.text) == "id_where_0"


def test_summary_and_field_say_the_same() -> None:
    form = EveryForm(data())
    html = render_crispy_form(form)

    summary = render_to_string("components/error_summary.html", {"form": form})

    assert summary.count("<li>") == 12
    for item in form.error_summary:
        assert f'<a href="#{item.target}">{item.text}</a>' in summary
        assert item.text in html
    assert "Nothing was saved. What you typed is still here." in summary


def test_no_errors_no_summary() -> None:
    assert render_to_string("components/error_summary.html", {"form": EveryForm()}).strip() == ""


def test_usual_messages_say_what_to_do() -> None:
    form = EveryForm(data(email="jas", number="many", share="half", why="x" * 30, duty="zzz"))

    texts = {name: errors[0] for name, errors in form.errors.items()}

    assert texts["where"] == "Choose an answer to “Where?”"
    assert texts["secret"] == "Fill in “Password”"
    assert texts["email"] == "Enter an e-mail address like name@example.gov.uk"
    assert texts["number"] == "Enter a whole number, like 12"
    assert texts["share"] == "Enter a number, like 0.5"
    assert texts["why"] == "Make this 20 characters or fewer. It is 30 now"
    assert texts["duty"] == "Choose one of the answers"
    assert texts["sure"] == "Tick “I have asked” to go on"
    assert texts["file"] == "Choose a file"


def test_own_messages_stand_before_the_usual() -> None:
    class Own(PortalForm):
        where = forms.CharField(
            label="Where?", error_messages={"required": "Choose where the review will be"}
        )

    assert Own(data()).errors == {"where": ["Choose where the review will be"]}


def test_domain_error_goes_to_its_field_or_to_the_form() -> None:
    form = EveryForm(data())
    form.errors.clear()

    form.add_domain_error(DomainError("Choose a day on or before 5 May 2026", field="on"))
    form.add_domain_error(DomainError("This review is already held", field="elsewhere"))

    assert [(item.text, item.target) for item in form.error_summary] == [
        ("This review is already held", ""),
        ("Choose a day on or before 5 May 2026", "id_on-day"),
    ]
    assert "<strong>This review is already held</strong>" in render_to_string(
        "components/error_summary.html", {"form": form}
    )


# -- What opens under an answer --------------------------------------------------------------------------------------


def test_revealed_field_stands_under_its_answer_only() -> None:
    html = render_crispy_form(EveryForm())

    assert html.count('id="id_where_other"') == 1
    assert (
        html.index("govuk-radios__conditional")
        < html.index('id="id_where_other"')
        < html.index('id="id_ways_0"')
    )


@pytest.mark.parametrize(("chosen", "asked"), [("other", True), ("home", False), ("", False)])
def test_revealed_field_is_asked_only_under_its_answer(chosen: str, asked: bool) -> None:
    form = EveryForm(data(where=chosen))

    assert ("where_other" in form.errors) is asked


def test_what_was_typed_under_another_answer_is_dropped() -> None:
    form = EveryForm(data(where="home", where_other="The park"))
    form.is_valid()

    assert form.cleaned_data["where_other"] == ""


def test_revealed_by_a_single_checkbox() -> None:
    class Late(PortalForm):
        late = forms.BooleanField(label="It will be late", required=False)
        why = GovDateField(label="Until when?")
        reveals = {"late": {"on": ["why"]}}

    assert Late(data()).is_valid()
    assert Late(data()).errors == {}
    assert list(Late(data(late="on")).errors) == ["why"]


# -- Dates -----------------------------------------------------------------------------------------------------------


class DateForm(PortalForm):
    """One date."""

    on = GovDateField(label="When?", name="Date of the review")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("5", "5", "2026"), dt.date(2026, 5, 5)),
        (("05", "05", "2026"), dt.date(2026, 5, 5)),
        ((" 5 ", " may ", " 2026 "), dt.date(2026, 5, 5)),
        (("29", "February", "2028"), dt.date(2028, 2, 29)),
        (("1", "Sept", "2026"), dt.date(2026, 9, 1)),
    ],
)
def test_date_is_understood(typed: tuple[str, str, str], expected: dt.date) -> None:
    day, month, year = typed

    form = DateForm(data(on__day=day, on__month=month, on__year=year))

    assert form.errors == {}
    assert form.cleaned_data["on"] == expected


@pytest.mark.parametrize(
    ("typed", "code", "message", "boxes"),
    [
        (
            ("", "", ""),
            "required",
            "Date of the review is missing. Enter a day, a month and a year",
            "day month year",
        ),
        (("5", "", "2026"), "incomplete", "Date of the review must include a month", "month"),
        (("", "", "2026"), "incomplete", "Date of the review must include a day and a month", "day month"),
        (("5", "5", ""), "incomplete", "Date of the review must include a year", "year"),
        (("31", "2", "2026"), "day", "There is no 31 February 2026. Check the day", "day"),
        (("29", "2", "2027"), "day", "There is no 29 February 2027. Check the day", "day"),
        (("0", "5", "2026"), "day", "There is no 0 May 2026. Check the day", "day"),
        (("5", "13", "2026"), "month", "The month must be between 1 and 12", "month"),
        (("5", "ma", "2026"), "not_number", "Date of the review must be in numbers, like 27 3 2026", "month"),
        (
            ("fifth", "5", "2026"),
            "not_number",
            "Date of the review must be in numbers, like 27 3 2026",
            "day",
        ),
        (("5", "5", "26"), "year", "The year must have 4 numbers, like 2026", "year"),
        (("5", "5", "0026"), "year", "The year must have 4 numbers, like 2026", "year"),
        (("5", "5", "20x6"), "not_number", "Date of the review must be in numbers, like 27 3 2026", "year"),
        (("٣", "5", "2026"), "not_number", "Date of the review must be in numbers, like 27 3 2026", "day"),
    ],
)
def test_date_refused_says_what_to_do_at_the_wrong_box(
    typed: tuple[str, str, str], code: str, message: str, boxes: str
) -> None:
    day, month, year = typed
    form = DateForm(data(on__day=day, on__month=month, on__year=year))
    page = drawn(form)

    wrong = [attrs["name"] for attrs in page.with_class("govuk-input--error")]

    assert form.errors.as_data()["on"][0].code == code
    assert form.errors["on"] == [message]
    assert wrong == [f"on-{box}" for box in boxes.split()]
    assert form.error_summary[0].target == f"id_on-{boxes.split()[0]}"
    assert [page.by_id(f"id_on-{box}")[1].get("value", "") for box in ("day", "month", "year")] == list(typed)


def test_date_boxes() -> None:
    page = drawn(DateForm(initial={"on": dt.date(2026, 5, 5)}))

    boxes = [page.by_id(f"id_on-{box}")[1] for box in ("day", "month", "year")]

    assert [box["inputmode"] for box in boxes] == ["numeric"] * 3
    assert [box["value"] for box in boxes] == ["5", "5", "2026"]
    assert [re.findall(r"width-\d", box["class"]) for box in boxes] == [["width-2"], ["width-2"], ["width-4"]]
    assert [attrs["role"] for tag, attrs in page.elements if tag == "fieldset"] == ["group"]


def test_date_with_an_error_of_its_own_marks_all_boxes() -> None:
    form = DateForm(data(on__day="6", on__month="5", on__year="2026"))
    form.add_error("on", "The review is due by 5 May 2026")

    wrong = [attrs["name"] for attrs in drawn(form).with_class("govuk-input--error")]

    assert wrong == ["on-day", "on-month", "on-year"]
    assert form.error_summary[0].target == "id_on-day"


def test_optional_date_may_be_left_empty() -> None:
    class Optional(PortalForm):
        on = GovDateField(required=False)

    form = Optional(data(on__day="", on__month="", on__year=""))

    assert form.is_valid()
    assert form.cleaned_data["on"] is None


def test_date_changed() -> None:
    same = {"on": dt.date(2026, 5, 5)}

    assert DateForm(data(on__day="05", on__month="May", on__year="2026"), initial=same).changed_data == []
    assert DateForm(data(on__day="6", on__month="5", on__year="2026"), initial=same).changed_data == ["on"]
    assert DateForm(data(on__day="x", on__month="5", on__year="2026"), initial=same).changed_data == ["on"]


# -- Times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2pm", dt.time(14)),
        ("2.30pm", dt.time(14, 30)),
        ("8:05 AM", dt.time(8, 5)),
        ("14:30", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("12am", dt.time(0)),
        ("12pm", dt.time(12)),
        ("midday", dt.time(12)),
        ("00:15", dt.time(0, 15)),
    ],
)
def test_time_is_understood(typed: str, expected: dt.time) -> None:
    assert GovTimeField().clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2", "which_half"),
        ("14", "invalid"),
        ("25:00", "invalid"),
        ("13pm", "invalid"),
        ("soon", "invalid"),
        ("", "required"),
    ],
)
def test_time_refused(typed: str, code: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        GovTimeField().clean(typed)

    assert refused.value.error_list[0].code == code


def test_time_is_shown_as_people_write_it_and_survives() -> None:
    class TimeForm(PortalForm):
        at = GovTimeField()

    assert drawn(TimeForm(initial={"at": dt.time(14, 30)})).by_id("id_at")[1]["value"] == "2.30pm"
    assert drawn(TimeForm(data(at="half two"))).by_id("id_at")[1]["value"] == "half two"
    assert TimeForm(data(at="14:30"), initial={"at": dt.time(14, 30)}).changed_data == []


# -- Two people at once ----------------------------------------------------------------------------------------------


class PlanForm(VersionedForm):
    """Three fields of different kinds."""

    text = WordsField(label="Permanence")
    who = forms.ChoiceField(label="Who?", choices=[("a", "Ada"), ("b", "Bea")])
    on = GovDateField(label="By when?", required=False)
    more_submits = (Submit("later", "Save and come back"),)


NINE = dt.datetime(2026, 4, 21, 9, 2, tzinfo=dt.UTC)


def refused_by_conflict(**current: Any) -> PlanForm:
    form = PlanForm(data(version="4", text="Mine", who="a", on__day="5", on__month="5", on__year="2026"))
    assert form.is_valid()
    error = ConflictError(current, version=7, by="Kit Ashdown", at=NINE)
    form.show_conflict(error, at=NINE + dt.timedelta(minutes=2))
    return form


def test_conflict_shows_both_texts_and_loses_neither() -> None:
    form = refused_by_conflict(text="Theirs", who="b", on=dt.date(2026, 5, 6))
    html = render_crispy_form(form)

    assert "Kit Ashdown saved this at 10:02, while you were writing" in html
    assert [(row.label, row.mine, row.theirs) for row in form.conflict.rows] == [
        ("Permanence", "Mine", "Theirs"),
        ("Who?", "Ada", "Bea"),
        ("By when?", "Tuesday 5 May 2026", "Wednesday 6 May 2026"),
    ]
    assert "Yours, 10:04" in html
    assert re.search(r"<textarea[^>]*>\s*Mine</textarea>", html)


def test_conflict_gives_the_new_version_so_that_keep_mine_saves() -> None:
    page = drawn(refused_by_conflict(text="Theirs"))

    assert page.named("version")[0]["value"] == "7"
    assert page.named("version")[0]["type"] == "hidden"


def test_nothing_saves_itself_over_the_other_text_before_the_person_chose() -> None:
    form = PlanForm(data(version="4", text="Mine", who="a"), autosave_url="/plan/")
    form.is_valid()
    form.show_conflict(ConflictError({"text": "Theirs"}, version=7), at=NINE)
    joined = PlanForm(data(version="7", text="Mine", who="a", _together="1"), autosave_url="/plan/")
    joined.join()

    assert "data-autosave-url" not in drawn(form).elements[0][1]
    assert "data-autosave-url" not in drawn(joined).elements[0][1]


def test_conflict_shows_only_what_differs() -> None:
    form = refused_by_conflict(text="Mine ", who="b", on=dt.date(2026, 5, 5))

    assert [row.name for row in form.conflict.rows] == ["who"]
    assert not form.conflict.can_join


def test_keep_mine_presses_the_same_button_again() -> None:
    form = PlanForm(data(version="4", text="Mine", who="a", later="1"))
    form.is_valid()
    form.show_conflict(ConflictError({"text": "Theirs"}, version=7), at=NINE)

    html = render_crispy_form(form)

    assert 'name="later" value="1">Keep mine</button>' in html
    assert "Somebody else saved this, while you were writing" in html


def test_put_both_together_brings_both_into_the_box_unsaved() -> None:
    posted = data(version="7", text="Mine", who="a", _together="1")
    posted["_theirs-text"] = "Theirs"
    form = PlanForm(posted)
    assert form.asks_to_join

    form.join()

    assert form.data["text"] == "Mine\n\nTheirs"
    assert form.data["version"] == "7"
    assert "Nothing is saved yet" in render_crispy_form(form)


def test_put_both_together_twice_doubles_nothing() -> None:
    posted = data(version="7", text="Mine\n\nTheirs", who="a", _together="1")
    posted["_theirs-text"] = "Theirs"
    form = PlanForm(posted)

    form.join()

    assert form.data["text"] == "Mine\n\nTheirs"


def test_form_without_its_version_is_refused() -> None:
    form = PlanForm(data(text="Mine", who="a"))

    assert form.errors["version"] == ["This page is out of date. Open it again from the list"]
    assert form.error_summary[0].target == ""


def test_draft_asks_for_nothing() -> None:
    assert PlanForm(data(version="4"), draft=True).is_valid()
    assert not PlanForm(data(version="4")).is_valid()


def test_autosave_address_is_on_the_form() -> None:
    page = drawn(PlanForm(autosave_url="/reviews/1/plan/"))

    assert page.elements[0][1]["data-autosave-url"] == "/reviews/1/plan/"
    assert "data-version" in page.named("version")[0]


# -- Rows ------------------------------------------------------------------------------------------------------------


class DecisionForm(PortalForm):
    """One decision."""

    what = forms.CharField(label="What was decided?")


class DecisionRows(PortalFormSet):
    """Several decisions."""

    row_name = "Decision"


ROWS = formset_factory(DecisionForm, formset=DecisionRows, extra=0, can_delete=True)


def posted_rows(*whats: str, **more: str) -> QueryDict:
    values = {"rows-TOTAL_FORMS": str(len(whats)), "rows-INITIAL_FORMS": "0"}
    values |= {f"rows-{n}-what": what for n, what in enumerate(whats)}
    query = QueryDict(mutable=True)
    query.update(values | more)
    return query


def test_rows_are_headed_and_can_be_removed() -> None:
    html = render_to_string(
        "components/formset.html", {"rows": ROWS(posted_rows("One", "Two"), prefix="rows")}
    )

    assert re.findall(r'p-row__legend">([^<]+)<', html) == ["Decision 1", "Decision 2"]
    assert "Remove decision 2" in html
    assert 'name="rows_add"' in html


def test_add_another_keeps_what_was_typed() -> None:
    rows = ROWS(posted_rows("One", rows_add="1"), prefix="rows")
    assert rows.asks_for_another()

    rows.add_another()

    assert [form["what"].value() for form in rows.forms] == ["One", None]


def test_errors_of_rows_lead_to_their_row() -> None:
    rows = ROWS(posted_rows("One", " "), prefix="rows")
    for form in rows.forms:
        form.empty_permitted = False

    assert [(item.text, item.target) for item in rows.error_summary] == [
        ("Answer “What was decided?”", "id_rows-1-what")
    ]
