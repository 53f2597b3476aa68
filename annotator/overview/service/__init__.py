"""What is done with a whole installation: back it up, restore it, look at its health."""
