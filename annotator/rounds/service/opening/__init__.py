"""Draft a round and open it: select its sentences, allocate them, write it all down."""
