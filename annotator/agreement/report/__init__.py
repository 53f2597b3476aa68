"""Reports on the questions of a round: tables, advice, methods."""
