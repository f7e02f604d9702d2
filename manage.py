#!/usr/bin/env python
"""Runs the portal's commands. Outside production it sees to a database and a broker where none are named."""

import os
import sys

UNDEFINED_TABLE = "42P01"


def main() -> None:
    """Run the command that was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iro_portal.settings")
    if os.environ.get("PORTAL_ENV") == "production":
        _run()
        return
    from core.embedded import EmbeddedServerError
    from core.embedded.commands import servers_for

    try:
        with servers_for(sys.argv):
            _run()
    except EmbeddedServerError as error:
        sys.exit(str(error))


def _run() -> None:
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        sys.exit(f"Django is not installed here ({error}). Run `make setup`, then use .venv/bin/python.")
    from django.db import ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") != UNDEFINED_TABLE:
            raise
        sys.exit("The database has no tables yet, or not all of them. Run `python manage.py migrate` first.")


if __name__ == "__main__":
    main()
