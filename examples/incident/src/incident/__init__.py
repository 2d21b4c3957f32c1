"""Incident reviews over a timeline: what was deployed, what alerted, what was done about it, and how long each took."""
