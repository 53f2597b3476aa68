"""Make the files of a data set, and write them."""
