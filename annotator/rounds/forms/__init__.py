"""The forms of rounds: a new one, and how many code each sentence."""
