"""Makes the files of a collection out of the portal's facts."""

from __future__ import annotations

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from audit.actions import record
from audit.verbs import Verb
from returns.models import Job
from returns.selectors import Collected, collect


def export_collection(
    *, authority: LocalAuthority, year: int, by: Person | None, job: Job | None = None
) -> Collected:
    """The files of the collection that ends on 31 March of `year`, as one act in the audit."""
    with in_authority(authority):
        found = collect(authority, year)
        record(
            Verb.EXPORTED,
            by=by,
            authority_id=authority.pk,
            objects=[job] if job is not None else [],
            child_ids=found.child_ids,
            year=year,
            rows={table: len(rows) for table, rows in found.rows.items()},
            without_code=len(found.without_code),
        )
    return found
