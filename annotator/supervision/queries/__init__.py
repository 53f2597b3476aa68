"""Questions to the database about coders."""
