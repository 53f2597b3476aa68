"""Rounds from the command line."""
