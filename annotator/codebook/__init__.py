"""What is asked of a sentence: the codebook, the rules of a valid answer, and ready-made books."""
