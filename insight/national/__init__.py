"""A synthetic England for load: invented authorities of the usual size, each with its people and children."""
