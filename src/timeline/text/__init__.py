"""Values, rows and records in words, tables and files; this package decides nothing."""
