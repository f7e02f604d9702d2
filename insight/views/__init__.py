"""Pages of who leads the team."""
