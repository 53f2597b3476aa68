"""A study, its members with roles and pseudonyms, invitations, and the log of acts."""
