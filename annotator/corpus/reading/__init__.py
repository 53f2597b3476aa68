"""Files to drafts of articles."""
