"""`manage.py make_platform_admin --email … --name …`: the first person of a new portal, who lets in everybody else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.actions.people import add_person
from accounts.roles import PLATFORM_ADMIN
from core import clock
from core.errors import DomainError


class Command(BaseCommand):
    """Needs access to the server, since there is nobody yet who could ask by a page."""

    help = "Makes a platform administrator and sends them a link to set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is."""
        parser.add_argument("--email", required=True, help="their work e-mail address")
        parser.add_argument("--name", required=True, help="their name, as others see it")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        """Give the role. The link goes by mail alone, never to the terminal: it is as good as a password."""
        email = email.strip().lower()
        if not name.strip():
            raise CommandError("Give a name: --name 'Sol Underhay'")
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        try:
            membership = add_person(
                authority=None,
                email=email,
                name=name,
                role=PLATFORM_ADMIN.code,
                from_date=clock.today(),
                by=None,
            )
        except DomainError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{email} is a platform administrator now.")
        if membership.person.has_usable_password():
            self.stdout.write("They sign in with the password they have.")
        else:
            self.stdout.write("A link to set a password goes to them by e-mail. It works for 3 days.")
