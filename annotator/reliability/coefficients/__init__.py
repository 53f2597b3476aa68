"""Coefficients of agreement, a module each."""
