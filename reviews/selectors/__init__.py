"""Reads that cross models, in a fixed number of statements whatever the number of rows."""
