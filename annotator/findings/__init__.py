"""What the coded data say: framing profiles per outlet and event."""
