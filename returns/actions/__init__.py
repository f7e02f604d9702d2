"""What imports and exports do."""

from returns.actions.exporting import export_collection
from returns.actions.importing import import_collection

__all__ = ["export_collection", "import_collection"]
