"""Serve, back up, move and check an installation."""
