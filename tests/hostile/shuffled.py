"""Rows nobody ordered come back in another order every time, as PostgreSQL may give them any day."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

OURS = frozenset(("audit", "accounts", "children", "reviews", "participation", "returns", "insight"))


def _in_any_order(compiler: SQLCompiler) -> bool:
    """Whether this statement gives rows of ours whose order nobody asked for, and may be given one.

    Left out: inner queries that give a set; DISTINCT and UNION, which order only by what they select; and statements
    that give no rows of a model at all (counts, `exists`).
    """
    query = compiler.query
    model = query.model
    if (
        model is None
        or model._meta.app_label not in OURS
        or not apps.is_installed(model._meta.app_config.name)
    ):
        return False
    if query.distinct or query.combinator or (query.subquery and not query.is_sliced):
        return False
    return bool(query.default_cols or query.select)


def switch_on() -> None:
    """Give every such statement ORDER BY RANDOM()."""
    original = SQLCompiler._order_by_pairs

    def order_by_pairs(compiler: SQLCompiler) -> Iterator[tuple[Any, bool]]:
        pairs = list(original(compiler))
        if not pairs and _in_any_order(compiler):
            pairs = [(OrderBy(Random()), False)]
        yield from pairs

    SQLCompiler._order_by_pairs = order_by_pairs
