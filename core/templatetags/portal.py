"""`{% load portal %}`: dates with their weekday, icons, chips, boxes.

Filters   value|weekday_date  "Tue 5 May 2026"     value|long_date  "Tuesday 5 May 2026"     value|plain_date
          value|clock  "10:04"     value|meeting_time  "Wed 22 Apr, 2pm"
Tags      {% icon "tick" %}   {% chip "done" "Views" %}   {% days_left -7 %}   {% asset "icon.svg" %}
          {% panel "Heading" %}…{% endpanel %}            paper box beside the work; kind="plain" for a white one
          {% stopbox "Heading" %}…{% endstopbox %}        amber box: what is stopping something
          {% voice label="In Ash’s own words" words=text foot="…" %}   the child's exact words
"""

from __future__ import annotations

import itertools

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import components, dates

register = template.Library()

register.filter("weekday_date", dates.short)
register.filter("long_date", dates.long)
register.filter("plain_date", dates.plain)
register.filter("clock", dates.clock)
register.filter("meeting_time", dates.short_time)
register.filter("time_of_day", dates.time_of_day)
register.simple_tag(components.icon, name="icon")
register.simple_tag(components.chip, name="chip")
register.simple_tag(components.days_left, name="days_left")
register.simple_tag(components.asset, name="asset")

_numbers = itertools.count(1)


def _heading(text: str, level: int, size: str) -> tuple[SafeString, str]:
    """A heading with an id to label its box with, and that id."""
    name = f"box-{next(_numbers) % 100000}"
    css = f"govuk-heading-{size} govuk-!-margin-bottom-1"
    return format_html('<h{0} class="{1}" id="{2}">{3}</h{0}>', level, css, name, text), name


@register.simple_block_tag
def panel(content: str, heading: str = "", kind: str = "paper", level: int = 2) -> SafeString:
    """A quiet box. With a heading it is a labelled region, without one a plain box."""
    css = "p-panel p-panel--paper" if kind == "paper" else "p-panel"
    if not heading:
        return format_html('<div class="{}">{}</div>', css, content)
    head, name = _heading(heading, level, "s")
    return format_html('<section class="{}" aria-labelledby="{}">{}{}</section>', css, name, head, content)


@register.simple_block_tag
def stopbox(content: str, heading: str, level: int = 2) -> SafeString:
    """The amber box: something stops the next step, or stands in the place of an answer."""
    head, name = _heading(heading, level, "m" if level == 2 else "s")
    return format_html('<section class="p-stop" aria-labelledby="{}">{}{}</section>', name, head, content)


@register.simple_tag
def voice(words: str, label: str = "", foot: str = "", small: bool = False) -> SafeString:
    """The child's exact words, in the child's colour, as they were said. Quotation marks are added, nothing else."""
    return format_html(
        '<figure class="p-voice{}">{}<blockquote>“{}”</blockquote>{}</figure>',
        " p-voice--small" if small else "",
        format_html('<p class="p-voice__label">{}</p>', label) if label else "",
        words,
        format_html("<figcaption>{}</figcaption>", foot) if foot else "",
    )
