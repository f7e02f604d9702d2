"""Form fields that people fill in the GOV.UK way, with errors that say what to do.

    GovDateField   three boxes, Day Month Year; gives a datetime.date
    GovTimeField   one box, "2pm", "2.30pm", "14:30"; gives a datetime.time
    WordsField     a box of words; line ends are one character, as the counter on the page counts them

What was typed survives an error exactly as it was typed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from core.dates import MONTHS, time_of_day

BOXES = ("day", "month", "year")


class DateParts(NamedTuple):
    """What stands in the three boxes."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty_boxes(self) -> list[str]:
        """The names of the boxes with nothing in them."""
        return [name for name, value in zip(BOXES, self, strict=True) if not value]


class GovDateWidget(forms.Widget):
    """Three boxes named x-day, x-month and x-year. Drawn by templates/govuk/fields/date.html."""

    template_name = "govuk/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def parts(self, value: Any) -> DateParts:
        """A date, three texts or nothing, as three texts."""
        if isinstance(value, DateParts):
            return value
        if isinstance(value, dt.date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        return DateParts()

    def format_value(self, value: Any) -> Any:
        """The widget keeps parts, not text."""
        return self.parts(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["parts"] = [
            {"name": f"{name}-{box}", "value": text}
            for box, text in zip(BOXES, self.parts(value), strict=True)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:
        return DateParts(*(str(data.get(f"{name}-{box}") or "").strip() for box in BOXES))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}-{box}" not in data for box in BOXES)

    def id_for_label(self, id_: str | None) -> str:
        """The first box, since a group of boxes cannot take the focus."""
        return f"{id_}-day" if id_ else ""


def _join(words: list[str]) -> str:
    return " and ".join(words)


class GovDateField(forms.Field):
    """A date in three boxes.

    `name` begins the errors: GovDateField(name="Date of the review") says "Date of the review must include a month".
    An error's params name the boxes at fault (`boxes`), so that the summary's link focuses the right one.
    Months may be typed as words. Two-digit years are refused, not guessed.
    """

    widget = GovDateWidget
    default_error_messages = {
        "required": "{name} is missing. Enter a day, a month and a year",
        "incomplete": "%(name)s must include %(missing)s",
        "not_number": "%(name)s must be in numbers, like 27 3 2026",
        "month": "The month must be between 1 and 12",
        "year": "The year must have 4 numbers, like 2026",
        "day": "There is no %(day)s %(month)s %(year)s. Check the day",
    }

    def __init__(self, *, name: str = "Date", **kwargs: Any) -> None:
        self.name = name
        super().__init__(**kwargs)
        self.error_messages["required"] = str(self.error_messages["required"]).format(name=name)

    def error(self, code: str, *boxes: str, **params: Any) -> ValidationError:
        """One of the messages above, with the boxes it is about."""
        params = {"name": self.name, "boxes": list(boxes), **params}
        return ValidationError(self.error_messages[code], code=code, params=params)

    def to_python(self, value: Any) -> dt.date | None:
        """The date; None where all boxes are empty."""
        if value is None or isinstance(value, dt.date):
            return value
        parts: DateParts = value
        missing = parts.empty_boxes
        if len(missing) == len(BOXES):
            return None
        if missing:
            raise self.error("incomplete", *missing, missing=_join([f"a {box}" for box in missing]))
        month = self.month_number(parts.month)
        if month is None:
            raise self.error("not_number", "month")
        for box, text in (("day", parts.day), ("year", parts.year)):
            if not re.fullmatch(r"[0-9]{1,4}", text):
                raise self.error("not_number", box)
        if not 1 <= month <= 12:
            raise self.error("month", "month")
        if len(parts.year) != 4 or int(parts.year) < 1900:
            raise self.error("year", "year")
        year, day = int(parts.year), int(parts.day)
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise self.error("day", "day", day=day, month=MONTHS[month - 1], year=year)
        return dt.date(year, month, day)

    @staticmethod
    def month_number(text: str) -> int | None:
        """ "5", "05", "may" and "May" as 5; a number out of range as it is; None where it is neither."""
        if re.fullmatch(r"[0-9]{1,4}", text):
            return int(text)
        found = [
            n
            for n, month in enumerate(MONTHS, 1)
            if len(text) >= 3 and month.lower().startswith(text.lower())
        ]
        return found[0] if found else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as dates where both are."""
        if self.disabled:
            return False
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class GovTimeField(forms.Field):
    """A time of day in one box: "2pm", "2.30pm", "14:30", "1430", "midday"."""

    widget = forms.TextInput
    default_error_messages = {
        "required": "Enter a time, like 2pm or 2.30pm",
        "invalid": "Enter a time like 2pm or 2.30pm",
        "which_half": "Say if %(hour)s is am or pm, like %(hour)sam",
    }

    def prepare_value(self, value: Any) -> Any:
        """A time is shown as people write it; what was typed stays as it was."""
        return time_of_day(value) if isinstance(value, dt.time) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off"}

    def to_python(self, value: Any) -> dt.time | None:
        """The time; None for an empty box."""
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        text = re.sub(r"\s+", "", str(value)).lower()
        named = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0)}
        if text in named:
            return named[text]
        found = re.fullmatch(r"(\d{1,2})(?:[.:]?(\d{2}))?(am|pm)?", text)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half:
            if not 1 <= hour <= 12:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif found[2] is None:
            if 1 <= hour <= 12:
                raise ValidationError(
                    self.error_messages["which_half"], code="which_half", params={"hour": hour}
                )
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(hour, minute)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as times where both are."""
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class WordsField(forms.CharField):
    """A box of words. `max_length` shows a counter; nothing is cut off, too long is an error and the words stay."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send two characters for a line end; kept as one."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut what is pasted, without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        attrs.pop("minlength", None)
        return attrs
