"""Tables, forest plots, verdicts in words."""
