"""The pages of agreement: rounds, single questions, what was kept, any file, plans."""
