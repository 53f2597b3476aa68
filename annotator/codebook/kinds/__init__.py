"""The kinds of questions: what each asks, takes, keeps, measures and says."""
