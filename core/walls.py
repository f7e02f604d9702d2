"""Row security: the second wall between authorities, in the database itself.

The first is in the code: scoped managers and the doors of `access.py`. This one stands behind it, for the query that
forgot its filter, the join that went wrong, the statement somebody wrote by hand. Each table with an authority has a
policy that shows and takes only the rows of `app.authority`, which is told for a transaction; without it
there are none. The setting is read once a statement: `(SELECT …)` makes it a constant of the plan.

It binds the owner of the tables too (FORCE), who has a policy of their own, so that migrations, and the few functions
that must look over all authorities, see what they have to. Those are SECURITY DEFINER functions, each for one purpose:
a test lists them all.

It does not stop somebody who can run SQL of their own as the app: they could set another authority.
"""

from __future__ import annotations

from django.db import connection, migrations

HERE = "(SELECT NULLIF(current_setting('app.authority', true), '')::bigint)"
"""The authority told to the database in this transaction; null where none is."""
PERSON = "(SELECT NULLIF(current_setting('app.person', true), '')::bigint)"
"""The person who is signed in; null for tasks and strangers."""

OF_HERE = f"authority_id = {HERE}"
"""For what is an authority's alone: nearly every table."""
OF_HERE_OR_NOBODY = f"authority_id IS NULL OR {OF_HERE}"
"""For the audit, which has rows of no authority: a refused sign-in, a sweep."""
OF_HERE_OR_NOBODY_OR_TO_ME = f"{OF_HERE_OR_NOBODY} OR recipient_id = {PERSON}"
"""For the outbox: a digest over several authorities is of none, and everyone may look at what they were sent."""
OF_HERE_OR_MINE = f"authority_id IS NULL OR {OF_HERE} OR person_id = {PERSON}"
"""For memberships: they are read before the authority is known, to know it. Those of the platform are of none."""
_MY_PLACES = f"SELECT mine.authority_id FROM accounts_membership mine WHERE mine.person_id = {PERSON}"  # noqa: S608
OF_HERE_OR_MY_PLACES = f"{OF_HERE} OR authority_id IN ({_MY_PLACES})"
"""For an authority's settings: read together with the memberships."""

WALL = "authority_wall"
OWNER = "owner_passes"


class AuthorityWall(migrations.RunSQL):
    """Row security for one table with an `authority_id`. `rule` is one of the constants above."""

    def __init__(self, table: str, rule: str = OF_HERE) -> None:
        self.table, self.rule = table, rule
        super().__init__(
            sql=[
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
                f'CREATE POLICY {WALL} ON "{table}" USING ({rule}) WITH CHECK ({rule})',
                f'CREATE POLICY {OWNER} ON "{table}" TO CURRENT_USER USING (true) WITH CHECK (true)',
            ],
            reverse_sql=[
                f'DROP POLICY {OWNER} ON "{table}"',
                f'DROP POLICY {WALL} ON "{table}"',
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            ],
        )

    def deconstruct(self) -> tuple:
        return (self.__class__.__name__, [self.table, self.rule], {})


class OverAllAuthorities(migrations.RunSQL):
    """A function that runs with the owner's rights: a named, narrow way over the wall.

    `signature` is as in `name(integer, date)`, for taking it back. Its search path is fixed, so that nobody can slip a
    table of their own under it.
    """

    def __init__(self, signature: str, definition: str) -> None:
        self.signature, self.definition = signature, definition
        super().__init__(
            sql=[
                definition,
                f"ALTER FUNCTION {signature} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp",
            ],
            reverse_sql=[f"DROP FUNCTION {signature}"],
        )

    def deconstruct(self) -> tuple:
        return (self.__class__.__name__, [self.signature, self.definition], {})


def tell_database(authority_id: int | None) -> int | None:
    """Set `app.authority` for this transaction and give what it was. At the transaction's end the setting is gone.

    Raises RuntimeError outside a transaction, where it would hold for nothing.
    """
    return _set("app.authority", authority_id)


def tell_person(person_id: int | None) -> None:
    """Set `app.person` for this transaction: their own memberships may be read before the authority is known."""
    _set("app.person", person_id)


def _set(name: str, value: int | None) -> int | None:
    if not connection.in_atomic_block:
        raise RuntimeError("The authority is set for a transaction: open one first")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), was.told FROM (SELECT current_setting(%s, true) AS told OFFSET 0) was",
            [name, str(value or ""), name],
        )
        before = cursor.fetchone()[1]
    return int(before) if before else None
