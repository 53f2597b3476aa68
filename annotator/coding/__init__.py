"""The desk: serve a sentence, take a coding, revise it, skip; marks."""
