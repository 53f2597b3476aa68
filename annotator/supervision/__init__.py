"""What leads see and do about coders."""
