"""What happens to children."""
