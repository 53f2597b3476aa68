"""Known answers, checks and repeats."""
