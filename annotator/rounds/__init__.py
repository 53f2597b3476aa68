"""Which sentence goes to which coder: rounds, units, enrolments, assignments."""
