"""How far coders agree: a pure library over numpy."""
