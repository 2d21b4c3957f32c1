"""Who may do what on a server: its roles, and what the database refuses to everybody."""

import itertools

import pytest
from sharers import SECRET, Sharer, lines_on

import servers
from timeline.errors import LogError, ServerError
from timeline.records.cut import cut

pytestmark = pytest.mark.scale


@pytest.fixture
def roles(postgres, database):
    """Somebody of each role, as a sharer with an empty log."""

    def somebody(role, folder):
        name = f"{role}_{database}"
        password = postgres.new_role(name, of=[f"{database}_{role}"] if role != "nobody" else [])
        return Sharer.begin(
            folder,
            name.replace("_", "-"),
            postgres.address(database, user=name, password=password),
            itertools.count(900),
        )

    return somebody


def test_a_reader_pulls_and_does_not_push(roles, shared, tmp_path):
    ada, _ = shared
    ada.tell(2)
    ada.push()
    reader = roles("reader", tmp_path)
    assert reader.pull().records == 2
    reader.tell()
    with pytest.raises(ServerError, match="this role may not") as refused:
        reader.push()
    assert refused.value.unwritten


def test_a_writer_pushes_and_does_not_redact(roles, shared, tmp_path, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    writer = roles("writer", tmp_path)
    writer.pull()
    writer.tell()
    assert writer.push().records == 1
    writer.redact(told.id)
    with pytest.raises(ServerError, match="not redact"):
        writer.push()
    assert SECRET.encode() in b"".join(lines_on(postgres, database))


def test_a_redactor_redacts(roles, shared, tmp_path, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    redactor = roles("redactor", tmp_path)
    redactor.pull()
    redactor.redact(told.id)
    assert redactor.push().redacted == (told.id,)
    assert SECRET.encode() not in b"".join(lines_on(postgres, database))


@pytest.mark.usefixtures("shared")
def test_a_stranger_may_nothing(roles, tmp_path):
    stranger = roles("nobody", tmp_path)
    for does in (stranger.pull, stranger.push):
        with pytest.raises(LogError, match="may not"):
            does()


def test_a_role_of_another_database_may_nothing_here(shared, tmp_path, postgres):
    ada, _ = shared
    other = postgres.new_database()
    mine = Sharer.begin(tmp_path / "other", "ada", postgres.address(other), itertools.count(1))
    mine.push(init=True)
    postgres.new_role("elsewhere", of=[f"{other}_writer"])
    stranger = Sharer.begin(
        tmp_path,
        "eve",
        postgres.address(ada.address.rpartition("/")[2], user="elsewhere", password="a p@ssword"),
        itertools.count(1),
    )
    with pytest.raises(ServerError, match="may not"):
        stranger.pull()


CHANGES = [
    "update timeline.record set head = head",
    "update timeline.record set body = null, salt = null, body_sha256 = repeat('0', 64)::bytea",
    "update timeline.record set batch = 7",
    "delete from timeline.record",
    "truncate timeline.record",
    "truncate timeline.record cascade",
    "update timeline.batch set heads = '{}'",
    "delete from timeline.batch",
    "truncate timeline.batch",
    "update timeline.about set format = 2",
    "delete from timeline.about",
    "update timeline.checkpoint set name = '000009-00000000'",
    "delete from timeline.checkpoint",
    "delete from timeline.signature",
    "delete from timeline.redaction",
    "insert into timeline.record (id, batch, head, salt, body) select id, 99, head, salt, body from timeline.record",
    "insert into timeline.record (id, head, salt, body) select sha256(id), head, salt, body from timeline.record",
]


@pytest.mark.parametrize("who", ["owner", "redactor"])
def test_the_database_refuses_to_change_or_delete(shared, postgres, database, who):
    ada, _ = shared
    ada.tell(1, title=SECRET)
    ada.tell(2)
    ada.checkpoint()
    ada.push()
    before = lines_on(postgres, database)
    user, password = servers.OWNER, servers.PASSWORD
    if who != "owner":
        user = f"{who}_of_{database}"
        password = postgres.new_role(user, of=[f"{database}_{who}"])
    import psycopg

    with postgres.connect(database, user=user, password=password) as connection:
        for text in CHANGES:
            if "signature" in text or "redaction" in text:
                continue  # nothing is in there to delete
            with pytest.raises(psycopg.Error):
                connection.execute(text)
    assert lines_on(postgres, database) == before


@pytest.mark.parametrize("kind", ["correction", "event"])
@pytest.mark.usefixtures("shared")
def test_a_record_that_rests_on_nothing_is_refused_by_the_database(postgres, database, kind):
    import psycopg

    from builders import a_line

    line = cut(a_line(kind, parents=["f" * 64]))
    with postgres.connect(database) as owner, pytest.raises(psycopg.Error, match="rests on ffff"):
        owner.execute(
            "insert into timeline.record (id, head, salt, body) values (%s, %s, %s, %s)",
            (bytes.fromhex(line.id.decode()), line.head, line.salt, line.body),
        )
