"""Constraints that several apps ask of the database, each by name."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import migrations, models
from django.db.models import F, Func, Q


class DateRange(Func):
    """daterange(from, to, bounds)."""

    function = "daterange"
    output_field = DateRangeField()


def start_before_end(name: str, start: str = "start_date", end: str = "end_date") -> models.CheckConstraint:
    """The end, where there is one, comes after the start."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": F(start)}),
        name=name,
        violation_error_message="The end must be after the start.",
    )


def no_overlap(name: str, per: str, start: str = "start_date", end: str = "end_date") -> ExclusionConstraint:
    """No two rows of one `per` share a day, the end day not counted: the next may begin the day the last ends."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (F(per), RangeOperators.EQUAL),
            (
                DateRange(start, end, RangeBoundary(inclusive_lower=True, inclusive_upper=False)),
                RangeOperators.OVERLAPS,
            ),
        ],
        violation_error_message="These dates overlap with others already recorded.",
    )


def one_open(name: str, per: str, end: str = "end_date") -> models.UniqueConstraint:
    """At most one row of one `per` without an end."""
    return models.UniqueConstraint(fields=[per], condition=Q(**{f"{end}__isnull": True}), name=name)


def both_or_neither(name: str, *fields: str) -> models.CheckConstraint:
    """Who and when go together: all of the fields are filled or none."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True for field in fields})
        | Q(**{f"{field}__isnull": False for field in fields}),
        name=name,
    )


class SameAuthority(migrations.RunSQL):
    """A composite foreign key: (column, authority_id) of `table` points to (id, authority_id) of `target`.

    With it a row cannot point to another authority's row, even by a bug. The target needs its unique (id, authority).
    """

    def __init__(self, table: str, column: str, target: str) -> None:
        self.table, self.column, self.target = table, column, target
        super().__init__(
            sql=f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name(table, column)}" '
            f'FOREIGN KEY ("{column}", "authority_id") REFERENCES "{target}" ("id", "authority_id") '
            "DEFERRABLE INITIALLY DEFERRED",
            reverse_sql=f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name(table, column)}"',
        )

    def deconstruct(self) -> tuple:
        return (self.__class__.__name__, [self.table, self.column, self.target], {})

    @staticmethod
    def name(table: str, column: str) -> str:
        """The constraint's name, at most 63 characters."""
        return f"{table}_{column}_same_la"[-63:]
