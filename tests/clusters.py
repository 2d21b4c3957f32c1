"""A Spark cluster for tests: a master and workers as processes of their own, on loopback, ended by process id."""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from servers import free_port

LIGHT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a Java that lives for a test: to compile itself well, and to collect with threads, costs more than it saves."""
_WAIT_S = 120
_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"


def why_not():
    """Say why there can be no cluster here; None where there can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed (pip install -e '.[scale]')"
    if shutil.which("java") is None:
        return "there is no java on this machine (Debian: apt-get install openjdk-17-jre-headless)"
    return None


class Cluster:
    """A master with workers, each of one core."""

    def __init__(self, workers=2):
        import pyspark

        self.home = Path(pyspark.__file__).parent
        self.folder = Path(tempfile.mkdtemp(prefix="timeline-spark-"))
        self.port = free_port()
        self.address = f"spark://127.0.0.1:{self.port}"
        self.master = self._start(
            "master", _MASTER, "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0"
        )
        self.size, self.started, self.workers = workers, 0, []
        try:
            self._wait("master", "Successfully started service 'sparkMaster'")
            self.fill_up()
        except BaseException:
            self.remove()
            raise

    def fill_up(self):
        """Start workers until there are as many as at first."""
        while len(self.workers) < self.size:
            self.add_worker()

    def add_worker(self):
        """Start a worker, and wait until the master knows it."""
        name = f"worker{self.started}"
        self.started += 1
        options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0"]
        place = ["-d", str(self.folder / name)]
        self.workers.append(self._start(name, _WORKER, *options, *place, self.address))
        self._wait(name, "Successfully registered with master")

    def _start(self, name, *words):
        environ = {
            **os.environ,
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "SPARK_DAEMON_MEMORY": "512m",
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environ,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - it calls the kernel, and nothing else
            )

    def _wait(self, name, words):
        limit = time.monotonic() + _WAIT_S
        while words not in self.said(name):
            if time.monotonic() > limit:
                raise AssertionError(f"{name} does not start:\n{self.said(name)[-2000:]}")
            time.sleep(0.1)

    def said(self, name):
        """Give what a process wrote to its log."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def kill(self, worker):
        """Kill a worker and what it started with SIGKILL, as nothing but a machine that dies would end it."""
        for pid in (*_below(worker.pid), worker.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        worker.wait(_WAIT_S)
        self.workers.remove(worker)

    def remove(self):
        """End all of it, and remove what it kept."""
        for worker in list(self.workers):
            self.kill(worker)
        if self.master is not None:
            self.master.kill()
            self.master.wait(_WAIT_S)
            self.master = None
        shutil.rmtree(self.folder, ignore_errors=True)


def _end_with_parent():
    """Ask the kernel to kill this process when the run of tests dies, however that dies."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _below(pid):
    """Give the processes that a process started, and those that they started."""
    with contextlib.suppress(OSError):
        own = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        threads = Path(f"/proc/{pid}/task").iterdir()
        every = {int(text) for thread in threads for text in (thread / "children").read_text().split()} | set(own)
        return [one for child in every for one in (*_below(child), child)]
    return []
