"""What makes a codebook fit for coding, and an answer valid."""
