"""A row and what it points to belong to one authority, held by composite foreign keys."""

from django.db import migrations

from core.constraints import SameAuthority


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]

    operations = [
        SameAuthority("participation_childview", "child_id", "children_child"),
        SameAuthority("participation_childview", "review_id", "reviews_review"),
        SameAuthority("participation_participation", "review_id", "reviews_review"),
    ]
