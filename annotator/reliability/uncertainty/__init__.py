"""Resampling, jackknife, counts by article, intervals."""
