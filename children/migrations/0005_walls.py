"""Row security on every table of this app that belongs to an authority (core/walls.py)."""

from django.db import migrations

from core.walls import AuthorityWall


class Migration(migrations.Migration):
    dependencies = [("children", "0004_episode_told")]

    operations = [
        AuthorityWall("children_child"),
        AuthorityWall("children_childevent"),
        AuthorityWall("children_collectionyearfacts"),
        AuthorityWall("children_relationship"),
        AuthorityWall("children_relationshipevent"),
        AuthorityWall("children_allocation"),
        AuthorityWall("children_periodofcare"),
        AuthorityWall("children_periodofcareevent"),
        AuthorityWall("children_legalstatus"),
        AuthorityWall("children_legalstatusevent"),
        AuthorityWall("children_placement"),
        AuthorityWall("children_placementevent"),
        AuthorityWall("children_episode"),
        AuthorityWall("children_episodeevent"),
        AuthorityWall("children_careplanversion"),
        AuthorityWall("children_careplanversionevent"),
        AuthorityWall("children_careplansection"),
        AuthorityWall("children_careplansectionevent"),
    ]
