"""Codebooks as YAML files: read, write, name what is wrong."""
