"""The pages about coders."""
