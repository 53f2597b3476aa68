"""The database: bases of models, sessions and writing, connections, the schema."""
