"""Tells the apps above that an authority's settings changed: due dates and reminder days follow from them.

The only way up from this app. `reviews` registers what works the due dates out again (in the background).
"""

from collections.abc import Callable

from accounts.models import LocalAuthority, Person

Listener = Callable[[LocalAuthority, Person | None], None]
CLOCK_FIELDS = frozenset(
    {"reminder_steps", "extra_review_replaces_second", "short_break_gap_months", "clock_choices"},
)
"""The settings that due dates or the days of reminders are worked out from; bank holidays always are."""

_listeners: dict[str, Listener] = {}


def register(name: str, listener: Listener) -> None:
    """Call `listener(authority, by)` inside the transaction of each such change. A name registers once."""
    _listeners[name] = listener


def tell(authority: LocalAuthority, *, by: Person | None) -> None:
    """Tell everyone who registered."""
    for name in sorted(_listeners):
        _listeners[name](authority, by)
