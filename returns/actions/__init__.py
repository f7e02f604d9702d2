"""What imports and exports do."""

from returns.actions.importing import import_collection

__all__ = ["import_collection"]
