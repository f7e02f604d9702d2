"""What every app stands on: calendar, forms, pages, errors, health. It has no models and imports no other app."""
