"""Two invented authorities, made relative to a day, so that the portal can be tried out. Nobody here is real."""
