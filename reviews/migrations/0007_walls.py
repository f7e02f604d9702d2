"""Row security on every table of this app that belongs to an authority (core/walls.py)."""

from django.db import migrations

from core.walls import AuthorityWall


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_what_a_due_date_was")]

    operations = [
        AuthorityWall("reviews_review"),
        AuthorityWall("reviews_reviewevent"),
        AuthorityWall("reviews_sitting"),
        AuthorityWall("reviews_sittingevent"),
        AuthorityWall("reviews_invitation"),
        AuthorityWall("reviews_invitationevent"),
        AuthorityWall("reviews_reopening"),
        AuthorityWall("reviews_careplanconsidered"),
        AuthorityWall("reviews_deadline"),
        AuthorityWall("reviews_caseloadentry"),
        AuthorityWall("reviews_dutydone"),
        AuthorityWall("reviews_consideration"),
        AuthorityWall("reviews_considerationevent"),
        AuthorityWall("reviews_decision"),
        AuthorityWall("reviews_decisionevent"),
        AuthorityWall("reviews_followup"),
        AuthorityWall("reviews_followupevent"),
        AuthorityWall("reviews_reminder"),
    ]
