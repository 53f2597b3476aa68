"""What is asked about codings: by the desk, by the agreement, by exports."""
