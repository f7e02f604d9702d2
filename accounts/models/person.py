"""People who sign in, and their memberships: which role, in which authority, from when to when."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models.authority import LocalAuthority
from accounts.roles import ROLES

PLATFORM_ROLES = [code for code, role in ROLES.items() if role.of_platform]


class PersonManager(BaseUserManager):
    """Finds people by e-mail, whatever its capitals."""

    def get_by_natural_key(self, email: str) -> "Person":
        """The person with this e-mail address."""
        return self.get(email=email.lower())


class Person(AbstractBaseUser):
    """Someone with a sign-in. What they may do stands in their memberships, never here."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="accounts_person_email_lower"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.uuid}"

    def get_full_name(self) -> str:
        """The person's name (Django and allauth ask for it by this method)."""
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ")[0]


class Membership(models.Model):
    """A person's role, in an authority or of the platform, from a day to a day (to: last day included).

    One that was taken back before it gave anything ends on the day before it begins: it stands on no day, and stays.
    Not scoped: it must be read before the authority is known, to know it.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    authority = models.ForeignKey(
        LocalAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=30, choices=[(role.code, role.name) for role in ROLES.values()])
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    full_time_equivalent = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal("1.00"))],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=list(ROLES)), name="accounts_membership_role_known"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date") - timedelta(days=1)),
                name="accounts_membership_from_before_to",
            ),
            models.CheckConstraint(
                condition=Q(role__in=PLATFORM_ROLES, authority__isnull=True)
                | (~Q(role__in=PLATFORM_ROLES) & Q(authority__isnull=False)),
                name="accounts_membership_platform_without_authority",
            ),
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gt=0, full_time_equivalent__lte=1),
                name="accounts_membership_fte_to_one",
            ),
            models.UniqueConstraint(
                fields=["person", "authority", "role"],
                condition=Q(to_date__isnull=True),
                nulls_distinct=False,
                name="accounts_membership_one_open",
            ),
        ]
        indexes = [models.Index(fields=["authority", "role"], name="accounts_membership_role_idx")]

    def __str__(self) -> str:
        return f"membership {self.uuid}"
