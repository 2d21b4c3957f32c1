"""Forms that rows can be written in, and files that records can come from: one module each, all pure."""
