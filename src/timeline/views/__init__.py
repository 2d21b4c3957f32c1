"""What follows from what was known, as frozen rows."""
