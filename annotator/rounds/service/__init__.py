"""What is done with rounds: plan and open them, pause and close them, claim assignments."""
