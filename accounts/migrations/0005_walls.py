"""Row security on every table of this app that belongs to an authority (core/walls.py)."""

from django.db import migrations

from core.walls import OF_HERE_OR_MINE, OF_HERE_OR_MY_PLACES, AuthorityWall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_table_of_the_cache")]

    operations = [
        AuthorityWall("accounts_membership", OF_HERE_OR_MINE),
        AuthorityWall("accounts_authoritysettings", OF_HERE_OR_MY_PLACES),
        AuthorityWall("accounts_bankholidaycorrection"),
    ]
