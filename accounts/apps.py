"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Bring the entries of the navigation, and tell the outbox our messages and where people can be reached."""
        from accounts import addresses, navigation, notifications
        from audit import mail

        navigation.register_all()
        notifications.register()
        mail.register_addresses(addresses.addresses_of)
