"""Who may do what on a server: its roles, and what the database refuses to everybody."""

import itertools

import pytest
from sharers import SECRET, Sharer, lines_on

import servers
from timeline.errors import LogError, ServerError
from timeline.records.cut import cut
from timeline.store.server.address import Address
from timeline.store.server.connection import connected

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
    with pytest.raises(ServerError, match="this role may read the log there, and not add") as refused:
        reader.push()
    assert refused.value.unwritten


@pytest.fixture
def named(postgres, database, tmp_path):
    """A role that may log in and nothing more: as a sharer with an empty log, and what lets the owner speak."""
    role = f"named_{database}"
    password = postgres.new_role(role)
    own = postgres.address(database, user=role, password=password)
    sharer = Sharer.begin(tmp_path, "named", own, itertools.count(900))
    with postgres.connect(database) as owner:
        yield sharer, owner


def grants_in(error, owner):
    """Do what a refusal says that the owner is to say."""
    for statement in error.fix.partition(": ")[2].partition("; or ")[0].split("; "):
        owner.execute(statement)


@pytest.mark.parametrize("has_roles", [True, False], ids=["its roles", "by hand"])
def test_each_refusal_says_the_grants_that_mend_it(shared, named, database, has_roles):
    ada, _ = shared
    ada.tell(2)
    ada.push()
    somebody, owner = named
    if not has_roles:
        for name in ("redactor", "writer", "reader"):
            owner.execute(f"drop owned by {database}_{name}; drop role {database}_{name}")
    owner.execute(f"revoke temporary on database {database} from public")
    for does in (somebody.pull, somebody.push):
        with pytest.raises(ServerError, match="may not read the log there") as refused:
            does()
        assert refused.value.unwritten
    grants_in(refused.value, owner)
    assert somebody.pull().records == 2
    assert somebody.push().records == 0, "who has nothing to add needs no right to"
    somebody.tell()
    for words in ("may read the log there, and not add to it", "may make no temporary table"):
        assert any(words in note for note in somebody.push(dry_run=True).notes)
        with pytest.raises(ServerError, match=words) as refused:
            somebody.push()
        grants_in(refused.value, owner)
    assert somebody.push().records == 1
    ada.checkpoint()
    assert ada.push().checkpoints == 1


def test_a_checkpoint_of_a_reader_is_refused_in_the_same_words(shared, roles, tmp_path):
    ada, _ = shared
    ada.tell(2)
    ada.push()
    reader = roles("reader", tmp_path)
    reader.pull()
    reader.checkpoint()
    with pytest.raises(ServerError, match="may read the log there, and not add to it"):
        reader.push()


def test_who_may_not_begin_a_log_is_told_what_lets_them(named):
    somebody, owner = named
    with pytest.raises(ServerError, match="may not begin a log there") as refused:
        somebody.push(init=True)
    grants_in(refused.value, owner)
    assert any("its owner's alone" in note for note in somebody.push(init=True).notes)


@pytest.mark.parametrize("makes_roles", [True, False], ids=["its roles", "by hand"])
def test_a_grant_is_asked_of_whoever_can_give_it(postgres, database, tmp_path, makes_roles):
    """Who begins a log owns it, whoever owns the database; the owner of the database may let nobody read it."""
    begins, other = f"begins_{database}", f"other_{database}"
    passwords = {role: postgres.new_role(role) for role in (begins, other)}
    with postgres.connect(database) as owner:
        owner.execute(f"grant create on database {database} to {begins}")
        if makes_roles:
            owner.execute(f"alter role {begins} createrole")
    theirs, own = (
        Sharer.begin(tmp_path, role.replace("_", "-"), address, itertools.count(1))
        for role, password in passwords.items()
        for address in [postgres.address(database, user=role, password=password)]
    )
    theirs.tell()
    theirs.push(init=True)
    own.tell()
    with postgres.connect(database, user=begins, password=passwords[begins]) as whoever:
        for does in (own.pull, own.push):
            with pytest.raises(ServerError) as refused:
                does()
            assert f"have {begins} say: " in refused.value.fix
            grants_in(refused.value, whoever)
    assert own.push().records == 1


def test_who_may_not_connect_is_told_so(named, database):
    somebody, owner = named
    owner.execute(f"revoke connect on database {database} from public")
    with pytest.raises(ServerError, match="may not connect to that database") as refused:
        somebody.pull()
    assert "grant connect on database" in refused.value.fix
    owner.execute(f"alter role named_{database} nologin")
    with pytest.raises(ServerError, match="may not log in"):
        somebody.pull()


def test_a_writer_pushes_and_does_not_redact(roles, shared, tmp_path, postgres, database):
    ada, _ = shared
    (told,) = ada.tell(title=SECRET)
    ada.push()
    writer = roles("writer", tmp_path)
    writer.pull()
    writer.tell()
    assert writer.push().records == 1
    writer.redact(told.id)
    with pytest.raises(ServerError, match="not redact") as refused:
        writer.push()
    assert any("not redact" in note for note in writer.push(dry_run=True).notes)
    assert SECRET.encode() in b"".join(lines_on(postgres, database))
    with postgres.connect(database) as owner:
        grants_in(refused.value, owner)
    assert writer.push().redacted == (told.id,)
    assert SECRET.encode() not in b"".join(lines_on(postgres, database))


@pytest.mark.usefixtures("shared")
def test_what_the_server_itself_says_of_a_redaction_names_a_grant_that_is_there_without_roles(named, database):
    """It says so where the right went between the question for it and the push."""
    somebody, owner = named
    for name in ("redactor", "writer", "reader"):
        owner.execute(f"drop owned by {database}_{name}; drop role {database}_{name}")
    owner.execute(f"grant usage on schema timeline to named_{database}")
    with connected(Address.of(somebody.address)) as server:
        with pytest.raises(ServerError, match="not redact") as refused:
            server.query("do $$ begin raise exception 'this role may not redact' using errcode = 'TL002'; end $$")
        grants_in(refused.value, owner)
        (may,) = server.query("select has_table_privilege('timeline.redaction', 'insert')")[0]
    assert may


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
