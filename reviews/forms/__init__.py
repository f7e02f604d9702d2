"""Forms of the reviews app: they check what was typed; the actions save it."""
