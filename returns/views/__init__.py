"""Pages of the administrator: imports and exports."""
