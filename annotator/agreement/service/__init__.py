"""Measure a round, keep what was measured, and check what is kept."""
