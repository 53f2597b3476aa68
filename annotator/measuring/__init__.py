"""Measure a file: guess its columns, options, the report."""
