"""Pages of the child's voice."""
