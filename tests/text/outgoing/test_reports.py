"""Reports for people: Markdown, HTML and Mermaid, in which no text of the log is markup."""

import re
from html.parser import HTMLParser

import pytest
from odd_log import SAID

from timeline.text.outgoing.report import _short
from timeline.text.terminal import safe


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.ids, self.texts, self.open = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag in ("meta", "br") or self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def test_a_page_is_well_formed_and_holds_no_script_and_no_link_that_misleads(snap):
    page = Page(snap.export("html", view="hard").text)
    assert page.open == []
    assert "script" not in page.tags
    assert {link.partition(":")[0] for link in page.links if not link.startswith("#")} == {"https"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert any("<script>alert(1)</script>" in text for text in page.texts)


def test_a_page_asks_for_nothing_from_elsewhere(snap):
    text = snap.export("html").text
    assert "default-src 'none'" in text
    assert not re.search(r"<(script|link|img|iframe)", text)


def test_markdown_takes_nothing_of_a_text_for_markup(snap):
    text = snap.export("md").text
    assert "<script>" not in text
    assert "\u202e" not in text
    assert "[link](x)" not in text
    assert "\\- third" in text


@pytest.mark.parametrize("form", ["md", "html"])
def test_each_number_in_a_report_is_that_of_a_source(snap, form):
    text = snap.export(form).text
    cited = set(map(int, re.findall(r"\\?\[(\d+)\\?\]", text)))
    listed = (
        re.findall(r"^(\d+)\. ", text, re.MULTILINE) if form == "md" else re.findall(r'<li id="source-(\d+)"', text)
    )
    assert list(map(int, listed)) == list(range(1, len(listed) + 1))
    assert cited == set(map(int, listed))


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_names_events_by_short_ids_and_says_its_clocks(early, form):
    text = early.export(form).text
    for row in early.list():
        assert f"{row['id'][:8]}" in text
        assert row["id"] not in text
    assert "as of 2025-12-31" in text


def test_ids_that_begin_alike_are_told_apart():
    assert _short(["a" * 64, "a" * 9 + "b" * 55, "c" * 64]) == {
        "a" * 64: "a" * 10,
        "a" * 9 + "b" * 55: "a" * 9 + "b",
        "c" * 64: "c" * 8,
    }


def test_a_report_says_what_is_doubtful(snap):
    text = snap.export("md").text
    assert "year uncertain" in text
    assert "disputed" in text
    assert "denies it" in text
    assert "Huawei (failed)" in text.replace("\\", "")


def test_the_signs_of_mermaid_are_written_as_entities(snap):
    lines = snap.export("mermaid").text.splitlines()
    assert lines[0] == "timeline"
    assert lines[1] == "    title Odd#59; a #60;story#62;"
    for line in lines[2:]:
        assert re.fullmatch(r"    section [^:]+|        ([^:]+| ) : [^:]+", line), line
        assert not re.search(r"[<>{}\"`%|]", line), line
    assert "#35;" in "".join(lines)
    sections = [line for line in lines if line.startswith("    section ")]
    assert len(set(sections)) == len(sections), "Mermaid draws the events of both under each"
    assert sum(" : " in line for line in lines) == len(snap.list())
    assert SAID not in "".join(lines)


def test_commonmark_finds_the_texts_of_the_log_and_no_other_markup(snap):
    markdown_it = pytest.importorskip("markdown_it")
    text = snap.export("md", view="hard").text
    page = Page(markdown_it.MarkdownIt("commonmark").enable("table").render(text))
    allowed = {"h1", "h2", "p", "em", "strong", "code", "ul", "li", "ol", "a", "blockquote", "br"}
    allowed |= {"table", "thead", "tbody", "tr", "th", "td"}
    assert set(page.tags) <= allowed
    assert {link.partition(":")[0] for link in page.links} == {"https"}
    shown = "".join(page.texts)
    for row in snap.list():
        assert safe(row["title"]) in shown
    assert page.tags.count("ol") == 1
    assert page.tags.count("h2") == len(snap.list()) + 2
    assert page.tags.count("h1") == 1
