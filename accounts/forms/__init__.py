"""Forms of the accounts app. They check what was typed; the actions save it."""
