"""A bundle of STIX 2.1: reports as sources and events, sightings and campaigns as events, relationships as facts.

Law of this module: of several versions of an object the last counts; what was revoked is left out. A marking of TLP is
a tag, so that nobody publishes what is not to be published.

Source: STIX 2.1 (OASIS), 4.14 report, 5.1 relationship, 5.2 sighting, 7.2 markings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from timeline.dates import parts
from timeline.errors import FormatError
from timeline.records.model import EVENT_TYPE
from timeline.text.incoming import told
from timeline.text.incoming.drafted import Drafted, data, links, mapping, objects, one_line, texts
from timeline.text.incoming.pages import Page
from timeline.text.incoming.pieces import Pieces
from timeline.text.incoming.values import Asked, Brought

_TLP: Final = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "tlp:white",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "tlp:green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "tlp:amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "tlp:red",
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "tlp:clear",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "tlp:green",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "tlp:amber",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "tlp:amber+strict",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "tlp:red",
}
"""The markings that STIX itself defines (7.2.1.4), and those of TLP 2.0 (OASIS, STIX 2.1 extension for TLP 2.0)."""
_SPANS: Final = {
    "sighting": ("first_seen", "last_seen"),
    "campaign": ("first_seen", "last_seen"),
    "intrusion-set": ("first_seen", "last_seen"),
    "malware": ("first_seen", "last_seen"),
    "infrastructure": ("first_seen", "last_seen"),
    "threat-actor": ("first_seen", "last_seen"),
    "observed-data": ("first_observed", "last_observed"),
    "relationship": ("start_time", "stop_time"),
}
_KEPT: Final = ("count", "number_observed", "confidence", "objective")
"""What of an event is kept as its data."""
_STANCES: Final = {
    "strongly-disagree": "denies",
    "disagree": "doubts",
    "neutral": "no-comment",
    "agree": "reports",
    "strongly-agree": "reports",
}
"""The stance of an opinion (STIX 2.1, 10.18)."""
_ALWAYS: Final = frozenset({"sighting", "relationship", "observed-data", "incident"})


def read(content: Pieces, name: str, asked: Asked) -> Brought:
    """Read a bundle.

    Raises:
        FormatError: It is not a bundle of STIX 2.
    """
    bundle = mapping(told.document(content, name))
    if bundle.get("type") != "bundle":
        raise FormatError("it is not a bundle of STIX", where=name, fix="give the whole bundle", unwritten=True)
    drafted = Drafted(name, asked)
    found = _Bundle(objects(bundle.get("objects")), drafted)
    found.reports()
    found.events()
    found.opinions()
    return drafted.brought()


def _moment(each: Mapping[str, Any]) -> str:
    """Give when a version of an object was made, as texts compare: a whole second comes before its fractions."""
    return str(each.get("modified")).removesuffix("Z")


class _Bundle:
    def __init__(self, given: list[Mapping[str, Any]], drafted: Drafted) -> None:
        self.drafted = drafted
        self.by_id: dict[str, Mapping[str, Any]] = {}
        for each in given:
            id_ = str(each.get("id"))
            before = self.by_id.get(id_)
            if before is not None:
                drafted.lose("older versions of objects")
            if before is None or _moment(each) >= _moment(before):
                self.by_id[id_] = each
        self.revoked = {id_: each for id_, each in self.by_id.items() if each.get("revoked") is True}
        for id_ in self.revoked:
            drafted.lose("objects that were revoked")
            del self.by_id[id_]
        self.told_by: dict[str, list[dict[str, Any]]] = {}

    def called(self, id_: Any) -> str:
        """Give the name of an object, also of one that was revoked, else what it says of itself, else its id."""
        each = self.by_id.get(str(id_)) or self.revoked.get(str(id_)) or {}
        return one_line(each.get("name") or each.get("value") or each.get("pattern")) or str(id_)

    def tags(self, each: Mapping[str, Any]) -> list[str]:
        """Give the labels of an object, and its marking of TLP; one of a part of it is one of what is made of it."""
        marks = []
        parts_ = [text for part in objects(each.get("granular_markings")) for text in texts(part.get("marking_ref"))]
        for id_ in dict.fromkeys([*texts(each.get("object_marking_refs")), *parts_]):
            named = one_line(self.by_id.get(id_, {}).get("name")) or ""
            mark = _TLP.get(id_) or (named.lower() if named.upper().startswith("TLP") else None)
            marks += [mark] if mark else []
            self.drafted.lose("markings other than TLP", mark is None)
        return list(dict.fromkeys([*texts(each.get("labels")), *marks]))

    def links(self, each: Mapping[str, Any]) -> list[dict[str, str]]:
        """Give the addresses of the references of an object."""
        return links(
            *(
                (ref.get("url"), ref.get("description") or ref.get("source_name"))
                for ref in objects(each.get("external_references"))
            )
        )

    def reports(self) -> None:
        """Make a source, and an event, of each report; what it refers to is reported by it."""
        for id_, each in self.by_id.items():
            if each.get("type") != "report":
                continue
            published = self.drafted.date(each.get("published"), id_)
            own = self._own(each)
            told = self.drafted.date(own.pop("reported", None), id_) if own else published
            reports = list(self._reports(id_, each, told))
            for ref in texts(each.get("object_refs")):
                known = self.told_by.setdefault(ref, [])
                known += [report for report in reports if report not in known]
            body = {
                "title": one_line(each.get("name")) or id_,
                "type": "report.published",
                "occurred": published,
                "text": str(each.get("description") or "").strip(),
                "links": self.links(each),
                "reports": reports,
                "tags": self.tags(each),
                "data": data({name: each.get(name) for name in _KEPT}),
                "key": id_,
            }
            self.drafted.add("event", body | own, id_)

    def _reports(self, id_: str, each: Mapping[str, Any], published: str | None) -> Iterator[dict[str, Any]]:
        """Give a report for each page that a report of STIX refers to; where it has none, for itself."""
        pages = [
            Page(publisher=one_line(ref.get("source_name")), url=one_line(ref.get("url")))
            for ref in objects(each.get("external_references"))
            if links((ref.get("url"), None))
        ]
        if not pages:
            maker = self.called(each["created_by_ref"]) if each.get("created_by_ref") in self.by_id else None
            pages = [Page(publisher=maker, title=one_line(each.get("name")), published=published)]
            published = None
        for page in pages:
            if source := self.drafted.source(page, id_):
                yield {"source": source, **({"reported": published} if published else {})}

    def _own(self, each: Mapping[str, Any]) -> dict[str, Any]:
        """Give what an export of a log says of an event in its extension: its dates as EDTF, and its facts."""
        for extension in mapping(each.get("extensions")).values():
            if "occurred_earliest" in mapping(extension):
                kinds = [kind for kind in texts(each.get("report_types")) if EVENT_TYPE.fullmatch(kind)]
                # STIX has no null, which a fact has for a value where whatever it was has ended
                facts = [
                    {"value": None}
                    | {name: value for name, value in fact.items() if name in ("entity", "property", "value", "mode")}
                    for fact in objects(extension.get("facts"))
                ]
                dates = {name: extension.get(name) for name in ("occurred", "reported")}
                return {"type": kinds[0] if kinds else None, **dates, "facts": facts}
        return {}

    def _opinion(self, id_: str, each: Mapping[str, Any]) -> None:
        """Make of an opinion on what is an event here one more report of it, of the stance that it says."""
        stance = _STANCES.get(str(each.get("opinion")))
        targets = [ref for ref in texts(each.get("object_refs")) if self._is_event(self.by_id.get(ref, {}))]
        if stance is None or not targets:
            self.drafted.lose("opinions on other objects")
            return
        authors = texts(each.get("authors"))
        maker = self.called(each["created_by_ref"]) if each.get("created_by_ref") in self.by_id else None
        refs = [ref for ref in objects(each.get("external_references")) if links((ref.get("url"), None))]
        address = one_line(refs[0].get("url")) if refs else None
        named = one_line(refs[0].get("source_name")) if refs else one_line(authors[0]) if authors else maker
        # an opinion that nobody signs is a report without a source
        source = self.drafted.source(Page(publisher=named, url=address), id_) if named or address else None
        for target in targets:
            is_ours = bool(
                self._own(self.by_id[target])
            )  # its opinions say when a line was written, not when it was told
            told = None if is_ours else self.drafted.date(each.get("created"), id_)
            quote = one_line(each.get("explanation"))
            body = {"event": f"key:{target}", "source": source, "quote": quote, "reported": told}
            self.drafted.add("report", body | ({"stance": stance} if stance != "reports" else {}), id_)

    def opinions(self) -> None:
        """Make a report of each opinion on a report, or on another event."""
        for id_, each in self.by_id.items():
            if each.get("type") == "opinion":
                self._opinion(id_, each)

    @staticmethod
    def _is_event(each: Mapping[str, Any]) -> bool:
        kind = str(each.get("type"))
        return kind == "report" or kind in _ALWAYS or any(each.get(field) for field in _SPANS.get(kind, ()))

    def events(self) -> None:
        """Make an event of each object that says when it was, or that relates two others."""
        for id_, each in self.by_id.items():
            kind = str(each.get("type"))
            if kind in ("report", "opinion", "identity", "marking-definition", "extension-definition"):
                continue
            if self._is_event(each):
                self._event(id_, kind, each, _SPANS.get(kind, ()))
            else:
                self.drafted.lose(f"objects of the type {kind}")

    def _event(self, id_: str, kind: str, each: Mapping[str, Any], fields: tuple[str, ...]) -> None:
        start, end = (self.drafted.date(each.get(field), id_) or "" for field in fields or ("", ""))
        occurred = self.drafted.read(lambda: str(parts.between(start, end)), id_) if start or end else None
        body = {
            "title": self._title(kind, each),
            "type": kind,
            "occurred": occurred,
            "text": str(each.get("description") or "").strip(),
            "links": self.links(each),
            "facts": list(self._facts(kind, each)),
            "reports": [dict(report) for report in self.told_by.get(id_, ())] or self._by_its_maker(id_, each),
            "tags": self.tags(each),
            "data": data({name: each.get(name) for name in _KEPT}),
            "key": id_,
        }
        self.drafted.add("event", body, id_)

    def _by_its_maker(self, id_: str, each: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Give the report of who made an object; when it was made does not say since when it is public."""
        maker = one_line(self.by_id.get(str(each.get("created_by_ref")), {}).get("name"))
        source = self.drafted.source(Page(publisher=maker), id_) if maker else None
        return [{"source": source}] if source else []

    def _title(self, kind: str, each: Mapping[str, Any]) -> str:
        match kind:
            case "relationship":
                ends = (self.called(each.get(field)) for field in ("source_ref", "target_ref"))
                return f" {one_line(each.get('relationship_type')) or 'related-to'} ".join(ends)
            case "sighting":
                where = [self.called(ref) for ref in texts(each.get("where_sighted_refs"))]
                # a count of 0 says that it was not seen (5.2); OpenCTI has a field for that
                is_not = each.get("count") == 0 or each.get("x_opencti_negative") is True
                seen = f"{self.called(each.get('sighting_of_ref'))} was {'not ' * is_not}seen"
                return seen + f" by {', '.join(where)}" * bool(where)
            case "observed-data":
                of = [self.called(ref) for ref in texts(each.get("object_refs"))]
                return f"observed: {', '.join(of[:5]) or 'data'}"
        return one_line(each.get("name")) or str(each.get("id"))

    def _facts(self, kind: str, each: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        if kind != "relationship":
            return
        source, target = (self.called(each.get(field)) for field in ("source_ref", "target_ref"))
        yield {"entity": source, "property": one_line(each.get("relationship_type")) or "related-to", "value": target}
