"""A link of the chain: it closes a batch of audit rows, so that changing or removing one of them can be seen."""

from django.db import models
from django.db.models import F, Q


class Seal(models.Model):
    """One batch of one authority's audit rows, closed. Like the rows it closes it is never changed (migration 0007)."""

    id = models.BigAutoField(primary_key=True)
    authority_id = models.BigIntegerField(null=True)
    """Null is the chain of rows that belong to no authority."""
    number = models.PositiveBigIntegerField()
    """1, 2, 3 … in each chain."""
    after_id = models.BigIntegerField()
    through_id = models.BigIntegerField()
    """It closes every row of its authority with an id above `after_id` and up to `through_id`: none comes later."""
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    """The hash of the seal before; of the first, 64 noughts."""
    hash = models.CharField(max_length=64)
    """SHA-256 over the hash before, every row and the fields above (audit.chain.Digest)."""
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority_id", "number"], nulls_distinct=False, name="audit_seal_one_a_number"
            ),
            models.CheckConstraint(
                condition=Q(
                    count__gte=1,
                    after_id__lt=F("first_id"),
                    first_id__lte=F("last_id"),
                    last_id__lte=F("through_id"),
                ),
                name="audit_seal_holds_its_rows",
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} of {self.authority_id}"
