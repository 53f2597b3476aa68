"""Articles: read from files, cut into sentences, checked by the lead before coding."""
