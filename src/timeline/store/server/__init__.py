"""A log shared on a PostgreSQL server: the same records, ids and parents, as a union of sets.

Law of this package: neither side trusts the other. The server proves each line by its hash before it keeps it, and so
does this side before it writes it. What is redacted on either side travels without its text. psycopg is imported here
and nowhere else.
"""
