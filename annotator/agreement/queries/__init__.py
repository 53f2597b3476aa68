"""What agreement asks the database, by what is asked."""
