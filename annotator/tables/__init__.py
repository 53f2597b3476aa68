"""Files to cells: bytes, encoding, delimiter, sheets; no meaning."""
