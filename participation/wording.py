"""How views and participation are put into words on a page. Pure.

Sentences and labels of this app say "the child". A page puts the child's name there, so that nothing stored or logged
holds one.
"""

from core.dates import plain
from participation.enums import How
from participation.models import ChildView

SAID = {
    How.TALKING: "Said to {who}",
    How.WALK: "Said to {who}{alone}, on a walk or doing something",
    How.PLAY: "Shown to {who}{alone}, playing or drawing",
    How.PHONE: "Said to {who}{alone}, by phone or video",
    How.WRITING: "Written or sent to {who}",
    How.SIGNS: "Shown to {who}{alone}, with signs, symbols or a device",
    How.INTERPRETER: "Said to {who}, with an interpreter",
    How.OBSERVED: "Watched by {who}",
    How.AT_REVIEW: "Said at the review, to {who}",
}
"""By How: what happened. `{alone}` stands where nobody else being there means that they were alone."""

_ALONE = {How.TALKING, How.WALK, How.PLAY, How.PHONE, How.SIGNS}


def named(sentence: str, name: str) -> str:
    """The sentence with the child's name for "the child", and with printers' apostrophes."""
    for words in ("The child", "the child"):
        sentence = sentence.replace(words, name)
    return sentence.replace("'", "’")


def is_alone(view: ChildView) -> bool:
    """Whether the child was heard with nobody else there: nobody is named, and the way it was done allows it."""
    return not view.with_whom.strip() and view.heard_date is not None and view.how in _ALONE


def caption(view: ChildView, *, with_date: bool = True) -> str:
    """By whom, with whom, how, where, when: "Said to Jas Okoro, alone, on a walk or doing something, 16 April 2026"."""
    who = view.heard_by.strip() or "the reviewing officer"
    alone = ", alone" if is_alone(view) else ""
    pattern = SAID.get(How(view.how), "Told to {who}") if view.how else "Told to {who}"
    said = pattern.format(who=who, alone=alone)
    parts = [said if "{alone}" in pattern else said + alone]
    if view.with_whom.strip():
        parts.append(f"with {view.with_whom.strip()} there")
    if view.where.strip():
        parts.append(view.where.strip())
    if with_date and view.heard_date is not None:
        parts.append(plain(view.heard_date))
    return ", ".join(parts)
