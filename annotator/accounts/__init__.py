"""Who signs in: accounts, one-time links, sessions."""
