"""What a person checks and corrects before and after an import."""
