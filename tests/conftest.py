"""What all tests share: no test has a deadline, for how fast a machine is says nothing of what must hold."""

from hypothesis import settings

settings.register_profile("timeline", deadline=None)
settings.load_profile("timeline")
