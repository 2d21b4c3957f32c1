"""Figures described: what is to be seen, as plain values without places."""
