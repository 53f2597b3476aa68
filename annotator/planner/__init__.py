"""How much must be coded."""
