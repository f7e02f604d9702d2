"""Row security on every table of this app that belongs to an authority (core/walls.py)."""

from django.db import migrations

from core.walls import AuthorityWall


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_same_authority")]

    operations = [
        AuthorityWall("participation_childview"),
        AuthorityWall("participation_childviewevent"),
        AuthorityWall("participation_participation"),
        AuthorityWall("participation_participationevent"),
    ]
