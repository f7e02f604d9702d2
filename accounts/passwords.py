"""A password is long, and not one of those that everybody tries first. No rules on what it is made of.

What is tried first: passwords known from breaches, words and names, keyboard rows, dates, and all of these put together
or dressed up ("Passw0rd2026!"). zxcvbn brings the lists with it, so nobody is asked and nothing leaves the portal.
"""

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

ENOUGH = 10**10
"""So many tries, at least, must lie before it: what a stolen table would give up first."""
LOOKED_AT = 64
"""Characters that are looked at; looking at very long ones would take long."""
OUR_WORDS = ["iro", "portal", "council", "review", "reviewing", "officer", "northshire"]


class CommonOrBreachedValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ValidationError where somebody who guesses would come to it soon."""
        own = [word for word in (getattr(user, "email", ""), getattr(user, "name", "")) if word]
        words = [part for text in own for part in text.replace("@", " ").replace(".", " ").split()]
        found = zxcvbn(password[:LOOKED_AT], user_inputs=[*OUR_WORDS, *own, *words], max_length=LOOKED_AT)
        if found["guesses"] < ENOUGH:
            raise ValidationError(
                "This is one of the passwords that are tried first. Choose three words that do not belong together.",
                code="password_common_or_breached",
            )

    def get_help_text(self) -> str:
        """In the portal's words."""
        return "Not a password that others use: three words that do not belong together make a good one."
