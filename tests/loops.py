"""Asynchronous calls in tests, each in a thread of its own: an open browser keeps a loop running in the main one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def awaited(coroutine):
    """Give what a coroutine gives."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()
