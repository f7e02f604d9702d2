"""The models keep the house's rules: one direction, an authority on every row, a factory each."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model

from accounts.base import AuthorityOwned

ORDER = ["core", "audit", "accounts", "children", "reviews", "participation", "returns", "insight"]
UNSCOPED = {
    "audit.event",
    "audit.message",
    "audit.seal",
    "accounts.localauthority",
    "accounts.authoritysettings",
    "accounts.person",
    "accounts.invitation",
    "accounts.membership",
    "accounts.session",
    "reviews.sweeprun",
}


def own_models() -> list[type[Model]]:
    """Every model of our own apps; the history tables of pghistory stand beside theirs and are left out."""
    models = [model for label in ORDER for model in apps.get_app_config(label).get_models()]
    return [model for model in models if not hasattr(model, "pgh_tracked_model")]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label_lower)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    here = ORDER.index(model._meta.app_label)

    targets = [field.related_model._meta.app_label for field in model._meta.local_fields if field.is_relation]

    assert all(ORDER.index(target) <= here for target in targets)


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label_lower)
def test_every_model_is_an_authoritys_or_a_named_exception(model: type[Model]) -> None:
    assert issubclass(model, AuthorityOwned) != (model._meta.label_lower in UNSCOPED)


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label_lower)
def test_every_model_has_a_factory(model: type[Model]) -> None:
    factories = import_module(f"tests.factories.{model._meta.app_label}")

    assert hasattr(factories, f"{model.__name__}Factory")


@pytest.mark.django_db
def test_rows_cannot_point_to_another_authority() -> None:
    """Every foreign key between two tables of an authority has its composite twin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        names = {row[0] for row in cursor.fetchall()}

    missing = [
        f"{model._meta.db_table}.{field.column}"
        for model in own_models()
        for field in model._meta.local_fields
        if field.is_relation
        and issubclass(model, AuthorityOwned)
        and issubclass(field.related_model, AuthorityOwned)
        and f"{model._meta.db_table}_{field.column}_same_la"[-63:] not in names
    ]

    assert missing == []


@pytest.mark.django_db
def test_the_suite_runs_in_the_role_of_the_app() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        owned = cursor.fetchone()[0]

    assert row == ("portal_app", False, False)
    assert owned == 0
