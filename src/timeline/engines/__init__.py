"""Answers from engines that exist: DuckDB, PostgreSQL, Spark, over the relation of a log.

Law of this package: an engine chooses which rows and records decide an answer, and the rules that answer everywhere
decide it; so an answer has the same rows and bytes as the log's own. Nothing of it, and no engine, is imported where
none is asked for. All that it needs is the extra ``scale``.
"""
