"""``annotator agreement`` on the command line."""
