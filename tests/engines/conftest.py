"""A log on disk with every kind of change, what it is exported to, and the views that are asked of both."""

import contextlib
import shutil
from pathlib import Path

import pytest

import clusters
import timeline as tl

ROOT = Path(__file__).resolve().parents[2]
VIEWS = """
[views.several]
title = "Who runs what, several at once"
properties = ["training", "inference", "chips"]
many = ["inference"]

[views.reported]
title = "The latest report wins"
properties = ["training", "inference"]
latest = "reported"
entities = ["R2", "R1", "unheard of"]
"""


@pytest.fixture(scope="session", autouse=True)
def engines():
    """Every test here needs both; a conftest that skips itself ends a run that names this folder."""
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")


@pytest.fixture(scope="session")
def log_folder(tmp_path_factory):
    """The story of this repository, with more of what a log may hold, and a checkpoint in its midst."""
    folder = tmp_path_factory.mktemp("engines") / "events"
    shutil.copytree(ROOT / "events", folder, ignore=shutil.ignore_patterns(".index"))
    settings = folder / "timeline.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + VIEWS, encoding="utf-8")
    log = tl.open(folder)
    log.source("paper", published="2026-01-05", origin="the paper's own", by="ada")
    log.source("wire", published="2026-01-04", via=["paper"], by="ada")
    one = log.add(
        title="Runs on Huawei", occurred="2025-12?", sources=["wire"], facts={"R2.inference": "Huawei"}, by="ada"
    )
    two = log.add(
        title="Runs on both", occurred="2026-01-02/..", sources=["paper"], facts={"R2.inference": "Nvidia"}, by="ada"
    )
    log.add(title="No longer", occurred="[..2026-03]", sources=["paper"], ended={"R2.inference": "Huawei"}, by="ada")
    log.add(title="By hand", occurred="2026-02-03", facts={"DeepSeek-R2.chips": 5}, by="ada")
    log.checkpoint()
    log.link("R2", "same-entity", "DeepSeek-R2", by="ada")
    log.link(one.id, "contradicts", two.id, by="ada")
    log.add(title="Runs on both", occurred="2026-01-03", sources=["wire"], facts={"R2.training": "x"}, by="ada")
    log.retract(one.id, reported="2026-05-01", because="they were wrong", by="ada")
    log.correct(two.id, {"title": "Runs on both of them"}, because="a slip", by="ada")
    return folder


@pytest.fixture(scope="session")
def data(log_folder, tmp_path_factory):
    """The folder of its export."""
    from timeline.engines import filling
    from timeline.store.log import LogFiles

    folder = tmp_path_factory.mktemp("data") / "relation"
    filling.write(LogFiles(folder=str(log_folder)), str(folder), piece=40, part=50)
    return folder


class OneSpark:
    """One Spark of this process, begun when it is first asked for; it is ended where a cluster is asked instead."""

    def __init__(self):
        self._open = contextlib.ExitStack()
        self._found = None

    def get(self):
        from timeline.engines.spark import spread

        if self._found is None:
            self._found = self._open.enter_context(spread("local[1]"))
        return self._found

    def close(self):
        self._open.close()
        self._found = None


@pytest.fixture(scope="session")
def one_spark():
    """Lets tests have one Spark and no more: a second context in a process is the first one, whatever its master."""
    if why := clusters.why_not():
        pytest.skip(why)
    with pytest.MonkeyPatch.context() as patch, contextlib.closing(OneSpark()) as found:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("JAVA_TOOL_OPTIONS", clusters.LIGHT)
        yield found


@pytest.fixture
def spark(one_spark):
    """What spreads the tasks of an export over a Spark in one process; ``local[1]`` is the same one."""
    return one_spark.get()


@pytest.fixture
def session(one_spark):
    """A session of that Spark, which ``local[1]`` asks."""
    one_spark.get()
    from pyspark.sql import SparkSession

    found = SparkSession.builder.getOrCreate()
    for key in ("spark.sql.codegen.wholeStage", "spark.sql.adaptive.enabled"):  # what pays off on much data
        found.conf.set(key, "false")
    return found
