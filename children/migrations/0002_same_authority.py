"""A row and what it points to belong to one authority, held by composite foreign keys."""

from django.db import migrations

from core.constraints import SameAuthority


class Migration(migrations.Migration):
    dependencies = [("children", "0001_initial")]

    operations = [
        SameAuthority("children_collectionyearfacts", "child_id", "children_child"),
        SameAuthority("children_relationship", "child_id", "children_child"),
        SameAuthority("children_relationship", "other_child_id", "children_child"),
        SameAuthority("children_periodofcare", "child_id", "children_child"),
        SameAuthority("children_legalstatus", "child_id", "children_child"),
        SameAuthority("children_legalstatus", "period_id", "children_periodofcare"),
        SameAuthority("children_placement", "child_id", "children_child"),
        SameAuthority("children_placement", "period_id", "children_periodofcare"),
        SameAuthority("children_episode", "child_id", "children_child"),
        SameAuthority("children_episode", "period_id", "children_periodofcare"),
        SameAuthority("children_episode", "legal_status_id", "children_legalstatus"),
        SameAuthority("children_episode", "placement_id", "children_placement"),
        SameAuthority("children_careplanversion", "child_id", "children_child"),
        SameAuthority("children_careplansection", "plan_id", "children_careplanversion"),
        SameAuthority("children_allocation", "child_id", "children_child"),
    ]
