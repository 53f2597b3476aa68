"""Who codes which sentences."""
