"""What is done at the desk: take a coding, revise it, skip."""
