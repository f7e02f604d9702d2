"""Pages of the accounts app: signing in, home, people, settings, authorities."""
