"""Warns of names of other people in a copy: those the authority knows elsewhere, and what looks like a name.

Allegations about a neighbour's child were once copied from minutes into a plan that the family was right to receive:
no list of known people would have found that name, so two words written like one are warned of too.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from reviews.releasing.copies import Block
from reviews.releasing.words import ALSO_WORDS, TITLES, Term, as_pattern, tokens_of

NAME = "name"
WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*(?:[-’'][^\W\d_]+)*")
CAPITALS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december the a an and or but so if when where who what which how why this that these those it its he
she they we you his her their our your i in on at to of for from with without by as is are was were be been has have had
not no yes also there then than after before since until while because both all some each either neither every many more
most other another first second third last next one two three four five six mum dad mother father child children young
person foster carer carers social worker school council court family centre review reviewing officer independent manager
team plan care order health education home placement decision decisions local authority england english british
christmas easter year key stage
"""
NOT_NAMES = frozenset(CAPITALS.split())
"""Words with a capital that are no name: days, months, beginnings of sentences, words of the work."""


class Source(TextChoices):
    """Why a name is warned of."""

    CHILD = "child", "Another child of this authority"
    RELATIVE = "relative", "Somebody around another child"
    STAFF = "staff", "A worker who is not this child’s"
    UNKNOWN = "unknown", "Looks like a name of somebody who is not in this child’s record"


@dataclass(frozen=True)
class Known:
    """A name the authority knows, and where from."""

    name: str
    source: str


@dataclass(frozen=True)
class Warned:
    """A name found in a copy: `key` is what the sender's answer is kept under."""

    key: str
    name: str
    source: str
    where: tuple[str, ...]

    @property
    def source_label(self) -> str:
        """Why it is warned of, in words."""
        return Source(self.source).label

    @property
    def term(self) -> Term:
        """What to look for where the sender hides it."""
        return Term(NAME, as_pattern(self.key.split()))


def warned_names(
    blocks: Iterable[Block], *, known: Iterable[Known], own: Collection[str]
) -> tuple[Warned, ...]:
    """The names in these blocks that are not of this child's own people (`own`), each once, with where it stands.

    A known name of several words is found as a whole; one of a single word, and a first name of another child, only
    where it begins with a capital.
    """
    ours = [set(tokens_of(name)) for name in own]
    listed: dict[tuple[str, ...], str] = {}
    for one in known:
        key = tuple(token for token in tokens_of(one.name) if token not in TITLES)
        first = key[:1] if len(key) > 1 and one.source == Source.CHILD and key[0] not in ALSO_WORDS else ()
        for some in (key, first):
            if some and not _of_ours(some, ours):
                listed.setdefault(some, one.source)
    longest = max((len(key) for key in listed), default=1)
    places: dict[tuple[str, ...], tuple[str, str, list[str]]] = {}
    for block in blocks:
        for text in (block.heading, block.text):
            for key, name, source in _in_text(text, listed, longest, ours):
                where = places.setdefault(key, (name, source, []))[2]
                if block.heading not in where:
                    where.append(block.heading)
    return tuple(
        Warned(" ".join(key), name, source, tuple(where)) for key, (name, source, where) in places.items()
    )


def _in_text(
    text: str, listed: Mapping[tuple[str, ...], str], longest: int, ours: list[set[str]]
) -> Iterable[tuple[tuple[str, ...], str, str]]:
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        hit = _known_at(text, words, at, listed, longest) or _unknown_at(text, words, at, ours)
        if hit is None:
            at += 1
            continue
        length, key, source = hit
        yield key, _bare(text[words[at].start() : words[at + length - 1].end()]), source
        at += length


def _known_at(
    text: str, words: list[Any], at: int, listed: Mapping[tuple[str, ...], str], longest: int
) -> tuple[int, tuple[str, ...], str] | None:
    for length in range(min(longest, len(words) - at), 0, -1):
        key = tuple(token for word in words[at : at + length] for token in tokens_of(_bare(word.group())))
        if key in listed and (len(key) > 1 or words[at].group()[0].isupper()):
            return length, key, listed[key]
    return None


def _unknown_at(
    text: str, words: list[Any], at: int, ours: list[set[str]]
) -> tuple[int, tuple[str, ...], str] | None:
    """Two words with capitals, side by side, neither of which is a word of the work or a name known here."""
    pair = words[at : at + 2]
    if len(pair) < 2 or text[pair[0].end() : pair[1].start()] not in (" ", "\u00a0", "-"):
        return None
    for word in pair:
        token = tokens_of(_bare(word.group()))
        if not word.group()[0].isupper() or not token or token[0] in NOT_NAMES:
            return None
    key = tuple(token for word in pair for token in tokens_of(_bare(word.group())))
    return None if _of_ours(key, ours) else (2, key, Source.UNKNOWN)


def _of_ours(key: Collection[str], ours: list[set[str]]) -> bool:
    """Whether these are names of one and the same person of this child's own."""
    return any(set(key) <= names for names in ours)


def _bare(word: str) -> str:
    """Without the possessive: Tyler's is Tyler."""
    return re.sub(r"[’']s$", "", word)


def answer_missing(warned: Iterable[Warned], settled: Mapping[str, Mapping[str, str]]) -> list[Warned]:
    """The names of which the sender has not said what to do: hide it, or keep it for a reason."""
    return [one for one in warned if settled.get(one.key, {}).get("answer") not in ("hide", "keep")]
