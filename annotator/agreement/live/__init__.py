"""Follow a round: packed judgements, and what is new."""
