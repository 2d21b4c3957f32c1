"""What the commands do where the settings of a log are lost, of another format, or hold what nothing reads."""

import json

import pytest

from timeline.cli.boundary import COMMANDS

NEED_NO_LOG = {"date", "schema", "completion", "help", "doctor"}  # init refuses it too


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in NEED_NO_LOG])
def test_every_command_refuses_a_newer_format_alike_and_writes_nothing(log, tmp_path, words_of, name):
    words = words_of(name)
    path = log.folder / "timeline.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("format = 1", "format = 2"), encoding="utf-8")
    before, there = log.bytes, sorted(tmp_path.iterdir())
    said = log.run(*words)
    assert said.code == 3, said.err
    assert "error: format 2 is not one that this version reads" in said.err
    assert "fix: install a newer version" in said.err
    assert log.bytes == before
    assert sorted(tmp_path.iterdir()) == there


def test_doctor_says_what_it_has_against_a_newer_format(log):
    path = log.folder / "timeline.toml"
    path.write_text("format = 2\n", encoding="utf-8")
    said = log.run("doctor", "--json")
    assert said.code == 3
    assert next(row["says"] for row in said.rows if row["state"] == "wrong").startswith("format 2 is not one")
    assert "log" not in {row["about"] for row in said.rows}, "how many views and segments it has is not known"


@pytest.mark.parametrize("words", [["doctor"], ["init"], ["init", "--title", "x", "--json"], ["list"]])
@pytest.mark.parametrize("text", ["format = 2\n", "format = = 1\n", "format = 'one'\n"])
def test_settings_that_cannot_be_read_exit_alike_and_nothing_is_written(log, words, text):
    path = log.folder / "timeline.toml"
    path.write_text(text, encoding="utf-8")
    before = log.bytes
    assert log.run(*words).code == 3
    assert log.bytes == before


def test_settings_that_are_a_link_say_on_both_streams_that_there_is_no_answer(log, tmp_path):
    path = log.folder / "timeline.toml"
    path.rename(tmp_path / "settings.toml")
    path.symlink_to(tmp_path / "settings.toml")
    said = log.run("list")
    assert (said.code, said.out.startswith("no answer: it cannot be read")) == (3, True)
    assert "fix: put a regular file" in said.err
    assert "Nothing was written." in log.run("add", "more").err


def test_settings_that_begin_with_a_byte_order_mark_are_told_so(log):
    path = log.folder / "timeline.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    said = log.run("list")
    assert said.code == 3
    assert "begins with a byte order mark" in said.err
    assert "fix: save it as UTF-8 without one" in said.err


def test_a_log_that_lost_its_settings_is_mended_by_the_command_that_the_error_names(log):
    count = len(log.rows("list"))
    (log.folder / "timeline.toml").unlink()
    said = log.run("list", "--json")
    assert said.code == 3
    assert json.loads(said.err)["fix"].endswith(f"timeline -C {log.folder} init")
    assert log.run("doctor").code == 3
    made = log.ok("init", "--json")
    assert [row["status"] for row in made.rows] == ["settings written anew"]
    assert "empty" not in made.err
    assert len(log.rows("list")) == count


def test_a_new_log_and_a_checkpoint_answer_as_json(log, tmp_path):
    (row,) = log.ok("init", str(tmp_path / "other"), "--json").rows
    assert row == {"folder": str(tmp_path / "other"), "title": "other", "format": 1, "status": "begun"}
    (made,) = log.ok("checkpoint", "--json").rows
    assert (log.folder / made["file"]).is_file()
    assert log.ok("check", "--pin", made["pin"])
    said = log.run("init", "--json")
    assert said.code == 2
    assert json.loads(said.err)["what"] == "a log is there already"
    assert json.loads(said.err)["fix"] == f'add to it: timeline -C {log.folder} add "What happened"'


@pytest.mark.parametrize(
    ("text", "what", "meant"),
    [
        ("[view.x]\nproperties = ['a']\n", 'the table "view"', "views"),
        ("[[view]]\nproperties = ['a']\n", 'the table "view"', "views"),
        ("titel = 'x'\n", 'the key "titel"', "title"),
        ("colour = 'x'\n", 'the key "colour"', None),
    ],
)
def test_what_the_settings_hold_and_nothing_reads_is_named(empty, text, what, meant):
    path = empty.folder / "timeline.toml"
    path.write_text(f"format = 1\n{text}", encoding="utf-8")
    found = empty.run("check", "--json")
    assert found.code == 1
    (row,) = found.rows
    assert (row["code"], row["file"], row["line"]) == ("settings", "timeline.toml", 2)
    assert what in row["message"]
    assert row["fix"]
    assert meant is None or meant in row["fix"]
    listed = empty.ok("views")
    assert what in listed.err
    looked = empty.run("doctor", "--json")
    assert any(what in row["says"] for row in looked.rows if row["about"] == "settings" and row["state"] == "wrong")


def test_every_fault_of_the_settings_is_named_by_one_check(empty):
    views = '[views.x]\npropertys = ["a"]\n[views.y]\nproperties = ["a"]\nlatest = "x"\n'
    (empty.folder / "timeline.toml").write_text(f'format = 1\ncolour = "x"\n{views}[view.z]\n', encoding="utf-8")
    found = empty.run("check", "--json")
    assert found.code == 1
    told = " ".join(row["message"] for row in found.rows)
    assert len(found.rows) == 4
    assert all(word in told for word in ("propertys", "latest", '"colour"', '"view"'))


def test_settings_without_a_format_are_told_so(empty):
    (empty.folder / "timeline.toml").write_text('title = "x"\n', encoding="utf-8")
    said = empty.run("list")
    assert (said.code, "does not say of which format" in said.err, "write format = 1" in said.err) == (3, True, True)


def test_an_unknown_key_of_a_view_is_named_with_what_was_meant(empty):
    path = empty.folder / "timeline.toml"
    path.write_text("format = 1\n[views.x]\npropertys = ['a']\n", encoding="utf-8")
    said = empty.run("views")
    assert said.code == 2
    assert "properties" in said.err
    assert '"propertys"' in said.err
