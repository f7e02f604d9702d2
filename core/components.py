"""Small pieces of markup that tables repeat: icons, chips, days left. Plain functions, cached, safe to put in a row.

Templates use the tags of the same names (`{% load portal %}`); rows built in Python call these. Status is never colour
alone: every piece has an icon and a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

ICONS = ("tick", "todo", "late", "clock", "lock", "up", "down", "same")
CHIP_ICONS = {"done": "tick", "late": "late", "soon": "clock", "todo": "todo", "info": "same"}
CHIP_WORDS = {"done": "done", "late": "late", "soon": "due soon", "todo": "not yet", "info": ""}
SOON = 10  # working days: from here on a date is "due soon" in lists


def asset(path: str) -> str:
    """The address of a static file; its plain name where the manifest does not know it, so an error page can render."""
    try:
        return static(path)
    except ValueError:
        return f"/static/{path}"


@lru_cache(maxsize=64)
def icon(name: str) -> SafeString:
    """One icon, hidden from screen readers: the word beside it says the same. `name` is one of ICONS."""
    if name not in ICONS:
        raise ValueError(f"There is no icon {name!r}. There are: {', '.join(ICONS)}")
    return format_html(
        '<svg class="p-icon" aria-hidden="true"><use href="{}#{}"/></svg>', asset("icons.svg"), name
    )


@lru_cache(maxsize=2048)
def chip(kind: str, text: str, hidden: str | None = None, tag: str = "span") -> SafeString:
    """A chip: `kind` is done, late, soon, todo or info; `text` what it is about ("Views").

    `hidden` is what a screen reader hears after the text; by default the state ("not yet"), unless the text says it
    already ("6 over"): then give "". `tag` is "li" inside a list of chips.
    """
    said = CHIP_WORDS[kind] if hidden is None else hidden
    after = format_html('<span class="govuk-visually-hidden">: {}</span>', said) if said else ""
    return format_html(
        '<{tag} class="p-chip p-chip--{kind}">{icon}{text}{after}</{tag}>',
        tag=tag, kind=kind, icon=icon(CHIP_ICONS[kind]), text=text, after=after,
    )  # fmt: skip


def chips(*items: tuple[str, str]) -> SafeString:
    """A list of chips: chips(("done", "Views"), ("todo", "Seen alone"))."""
    return format_html(
        '<ul class="p-chips">{}</ul>', SafeString("".join(chip(kind, text, tag="li") for kind, text in items))
    )


@lru_cache(maxsize=2048)
def days_left(days: int | None, soon: int = SOON) -> SafeString:
    """Working days until something is due: "7 late" (days = -7), "Today" (0), "2 left", and nothing for None."""
    if days is None:
        return SafeString("")
    if days < 0:
        return format_html('<span class="p-left p-left--late">{}{} late</span>', icon("late"), -days)
    if days == 0:
        return format_html('<span class="p-left p-left--soon">{}Today</span>', icon("clock"))
    if days <= soon:
        return format_html('<span class="p-left p-left--soon">{}{} left</span>', icon("clock"), days)
    return format_html('<span class="p-left">{} left</span>', days)


@dataclass(frozen=True)
class Count:
    """One count of the strip (components/strip.html)."""

    number: int
    what: str
    url: str = ""
    kind: str = ""

    @property
    def css(self) -> str:
        """The class of its edge: only where there is something to look at."""
        return f"is-{self.kind}" if self.kind and self.number else ""


@dataclass(frozen=True)
class Task:
    """One line of a task list (components/task_list.html). `id` is unique on the page."""

    id: str
    title: str
    url: str = ""
    state: str = "todo"
    hint: str = ""

    @property
    def is_link(self) -> bool:
        """What cannot be started is not a link."""
        return bool(self.url) and self.state != "blocked"

    @property
    def described_by(self) -> str:
        """What a screen reader hears after the link."""
        return f"{self.id}-hint {self.id}-status" if self.hint else f"{self.id}-status"


@dataclass(frozen=True)
class Empty:
    """What stands in the place of an empty list (components/empty_state.html)."""

    what: str
    more: str = ""
    url: str = ""
    link: str = ""
