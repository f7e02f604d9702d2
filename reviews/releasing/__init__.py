"""The rules of a copy of a record for one person: what kinds of people get, what is hidden, whose names are warned of.

Nothing here knows a clock, a request or the database. `build` is the one way to a copy: what is previewed, confirmed,
released and printed is what it gave.
"""

from reviews.releasing.copies import Block, Copy, Hidden, Section, build
from reviews.releasing.names import Known, Warned, answer_missing, warned_names
from reviews.releasing.recipients import (
    DEFAULT_SECTIONS,
    RecipientKind,
    default_hidden,
    kind_of,
    needs_second_person,
)
from reviews.releasing.words import MARK, Term, found, terms_of

__all__ = [
    "DEFAULT_SECTIONS",
    "MARK",
    "Block",
    "Copy",
    "Hidden",
    "Known",
    "RecipientKind",
    "Section",
    "Term",
    "Warned",
    "answer_missing",
    "build",
    "default_hidden",
    "found",
    "kind_of",
    "needs_second_person",
    "terms_of",
    "warned_names",
]
