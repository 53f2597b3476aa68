"""What rows say in the columns of a table."""


def rows_of(table, rows):
    """Each row as a mapping from the names of the columns to their values."""
    return [dict(zip(table.names, table.values(row), strict=True)) for row in rows]
