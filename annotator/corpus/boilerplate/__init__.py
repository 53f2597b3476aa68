"""Lines that are not part of the article."""
