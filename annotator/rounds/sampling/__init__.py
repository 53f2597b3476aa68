"""Which sentences come into a round."""
