"""A codebook in words: as text, its instructions, what changed."""
