"""Backups, health, moving, locks."""
