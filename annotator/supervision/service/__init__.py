"""What leads do about coders."""
