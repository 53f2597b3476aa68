"""How quick annotator is: each module measures one thing and prints a table."""
