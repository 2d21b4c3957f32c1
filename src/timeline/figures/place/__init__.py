"""Descriptions placed: every mark and label gets its coordinates."""
