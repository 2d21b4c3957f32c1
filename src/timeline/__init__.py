"""An append-only log of sourced events: replay it, ask what was known as of a date, draw it.

>>> import timeline as tl
>>> log = tl.open("events")                              # doctest: +SKIP
>>> log.at(as_of="2026-06-01").state("hardware").rows()  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from timeline._version import __version__

if TYPE_CHECKING:
    from timeline.api import Log, init, open  # noqa: A004 - `tl.open` is its name
    from timeline.asof.values import KnownEvent, KnownFact, KnownReport
    from timeline.dates.public import parse_date
    from timeline.dates.values import Answer, Clock, Span, UncertainDate
    from timeline.errors import (
        ArgumentError,
        DateError,
        FigureError,
        FileUnconfirmed,
        FileUnwritable,
        Finding,
        FormatError,
        LogBroken,
        LogError,
        LogLocked,
        LogUnconfirmed,
        LogUnwritable,
        RecordError,
        ServerError,
        TimelineError,
        ViewError,
    )
    from timeline.onengine import EngineLog, open_data
    from timeline.records.model import Event, Fact, Origin, Quantity, Report, Source
    from timeline.snapshot import Snapshot
    from timeline.text.own import ExportForm, ImportForm, register_form
    from timeline.views.answer import Table
    from timeline.views.payloads import Payload, payload_of, register_payload
    from timeline.views.plugins import offered_views, register_view
    from timeline.views.projection import Projection
    from timeline.views.table import ViewSpec

_HOMES = {
    "timeline.snapshot": ("Snapshot",),
    "timeline.text.own": ("ExportForm", "ImportForm", "register_form"),
    "timeline.views.answer": ("Table",),
    "timeline.api": ("Log", "init", "open"),
    "timeline.onengine": ("EngineLog", "open_data"),
    "timeline.dates.public": ("parse_date",),
    "timeline.dates.values": ("Answer", "Clock", "Span", "UncertainDate"),
    "timeline.errors": (
        "ArgumentError",
        "DateError",
        "FigureError",
        "FileUnconfirmed",
        "FileUnwritable",
        "Finding",
        "FormatError",
        "LogBroken",
        "LogError",
        "LogLocked",
        "LogUnconfirmed",
        "LogUnwritable",
        "RecordError",
        "ServerError",
        "TimelineError",
        "ViewError",
    ),
    "timeline.asof.values": ("KnownEvent", "KnownFact", "KnownReport"),
    "timeline.records.model": ("Event", "Fact", "Origin", "Quantity", "Report", "Source"),
    "timeline.views.payloads": ("Payload", "payload_of", "register_payload"),
    "timeline.views.plugins": ("offered_views", "register_view"),
    "timeline.views.projection": ("Projection",),
    "timeline.views.table": ("ViewSpec",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Find a public name in its module when it is first used, so that importing the package costs nothing."""
    import importlib  # noqa: PLC0415

    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    """Name what is public, also where nothing has used it yet."""
    return sorted(__all__)


__all__ = [
    "Answer",
    "ArgumentError",
    "Clock",
    "DateError",
    "EngineLog",
    "Event",
    "ExportForm",
    "Fact",
    "FigureError",
    "FileUnconfirmed",
    "FileUnwritable",
    "Finding",
    "FormatError",
    "ImportForm",
    "KnownEvent",
    "KnownFact",
    "KnownReport",
    "Log",
    "LogBroken",
    "LogError",
    "LogLocked",
    "LogUnconfirmed",
    "LogUnwritable",
    "Origin",
    "Payload",
    "Projection",
    "Quantity",
    "RecordError",
    "Report",
    "ServerError",
    "Snapshot",
    "Source",
    "Span",
    "Table",
    "TimelineError",
    "UncertainDate",
    "ViewError",
    "ViewSpec",
    "__version__",
    "init",
    "offered_views",
    "open",
    "open_data",
    "parse_date",
    "payload_of",
    "register_form",
    "register_payload",
    "register_view",
]
