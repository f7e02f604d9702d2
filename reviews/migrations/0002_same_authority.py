"""A row and what it points to belong to one authority, held by composite foreign keys."""

from django.db import migrations

from core.constraints import SameAuthority


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [
        SameAuthority("reviews_review", "child_id", "children_child"),
        SameAuthority("reviews_review", "period_id", "children_periodofcare"),
        SameAuthority("reviews_sitting", "review_id", "reviews_review"),
        SameAuthority("reviews_invitation", "review_id", "reviews_review"),
        SameAuthority("reviews_invitation", "relationship_id", "children_relationship"),
        SameAuthority("reviews_reopening", "review_id", "reviews_review"),
        SameAuthority("reviews_careplanconsidered", "review_id", "reviews_review"),
        SameAuthority("reviews_careplanconsidered", "plan_id", "children_careplanversion"),
        SameAuthority("reviews_deadline", "child_id", "children_child"),
        SameAuthority("reviews_deadline", "period_id", "children_periodofcare"),
        SameAuthority("reviews_deadline", "review_id", "reviews_review"),
        SameAuthority("reviews_deadline", "placement_id", "children_placement"),
        SameAuthority("reviews_caseloadentry", "child_id", "children_child"),
        SameAuthority("reviews_caseloadentry", "period_id", "children_periodofcare"),
        SameAuthority("reviews_caseloadentry", "next_deadline_id", "reviews_deadline"),
        SameAuthority("reviews_caseloadentry", "review_id", "reviews_review"),
        SameAuthority("reviews_consideration", "review_id", "reviews_review"),
        SameAuthority("reviews_decision", "child_id", "children_child"),
        SameAuthority("reviews_decision", "review_id", "reviews_review"),
        SameAuthority("reviews_decision", "carried_from_id", "reviews_decision"),
        SameAuthority("reviews_followup", "review_id", "reviews_review"),
        SameAuthority("reviews_followup", "decision_id", "reviews_decision"),
        SameAuthority("reviews_reminder", "deadline_id", "reviews_deadline"),
    ]
