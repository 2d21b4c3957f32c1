"""What was known, by three clocks: the only place that decides *yes*, *possibly* or *no*."""
