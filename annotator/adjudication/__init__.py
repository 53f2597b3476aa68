"""Disagreements and what an adjudicator decided about them."""
