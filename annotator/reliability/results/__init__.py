"""Estimates, breakdowns, pairs, confusions, stability, power."""
