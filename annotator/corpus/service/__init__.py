"""What is done with articles: store them in batches, correct how they were split."""
