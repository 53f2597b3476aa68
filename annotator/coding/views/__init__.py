"""The edges of the desk: pages for people, messages for programs."""
