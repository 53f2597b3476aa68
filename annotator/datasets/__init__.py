"""Tables, files and releases: what leaves the tool as a data set."""
