"""The only package that opens a log's files, runs git or reads a clock."""
