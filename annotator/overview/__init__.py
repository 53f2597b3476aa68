"""What shows several features at once: the front page, the demo, the doctor."""
