"""What changed between two versions of a care plan, part by part and word by word. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed"]
_WORDS = re.compile(r"\s+|[^\s]+")
LONG = 4000
"""Pieces of text over which whole lines are compared instead of words: comparing words takes too long there."""


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One part of the plan: its name, what happened to it, and its text in pieces."""

    part: str
    what: str
    """ "Changed", "New", "Taken out"; empty where it stayed as it was."""
    pieces: tuple[Piece, ...]


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts in one: what stayed, what was removed, what was added, in the order of reading.

    The pieces that stayed or were removed make up the old text, those that stayed or were added the new one.
    """
    before, after = _split(old), _split(new)
    found: list[Piece] = []
    removed = added = ""

    def put() -> None:
        nonlocal removed, added
        found.extend(Piece(kind, text) for kind, text in (("removed", removed), ("added", added)) if text)
        removed = added = ""

    runs = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(runs):
        text = "".join(before[a:b])
        between = 0 < place < len(runs) - 1
        if tag == "equal" and not (between and text.isspace()):
            put()
            found.append(Piece("same", text))
        else:  # a space between two changes belongs to them: words are read together, not one by one
            removed += text
            added += "".join(after[c:d])
    put()
    return tuple(found)


def _split(text: str) -> list[str]:
    words = _WORDS.findall(text)
    return words if len(words) <= LONG else text.splitlines(keepends=True)


def what_happened(old: str, new: str) -> str:
    """One word for a part; white space alone is no change."""
    if old.split() == new.split():
        return ""
    if not old.strip():
        return "New"
    return "Changed" if new.strip() else "Taken out"


def compare(old: Mapping[str, str], new: Mapping[str, str], parts: Mapping[str, str]) -> list[Change]:
    """Every part, in order. `parts` maps the key of a part to its name; a missing text counts as empty."""
    return [
        Change(
            name,
            what_happened(old.get(key, ""), new.get(key, "")),
            pieces(old.get(key, ""), new.get(key, "")),
        )
        for key, name in parts.items()
    ]
