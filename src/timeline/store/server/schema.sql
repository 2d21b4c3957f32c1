-- A log shared on a PostgreSQL server: one log in one database, in the schema `timeline`.
--
-- Law of this schema: a row is added in whole batches, each of one transaction, and is never changed or deleted. The one
-- exception is a redaction: it takes the text of the record that it names out of its row, in the same transaction, and
-- leaves the hash of that text, so that the record still proves its id. The database itself holds all of this, by
-- constraints, privileges and triggers, whatever program connects.
--
-- A line of the log is {"id":"<id>",<head>,"salt":"<salt>","body":<body>}, and of a redacted record
-- {"id":"<id>",<head>,"body_sha256":"<body_sha256>"}: the parts lie here byte for byte, the id as 32 bytes.

create schema timeline;

create table timeline.about (
    is_only boolean primary key default true check (is_only),
    schema_version integer not null,  -- of these tables
    format integer not null,          -- of the lines, as `format` in timeline.toml
    begun timestamptz not null default clock_timestamp()
);

create table timeline.batch (
    number bigint primary key,   -- 1, 2, 3 ... in the order in which they were committed
    added bigint not null,       -- how many records it added
    total bigint not null,       -- how many there were then
    heads bytea[] not null,      -- the ids that no record named as its parent then, ascending
    received timestamptz not null default clock_timestamp(),
    received_from name not null  -- the role that was logged in
);

create table timeline.record (
    id bytea not null primary key,
    batch bigint not null default current_setting('timeline.batch')::bigint,
    head bytea not null,
    salt bytea,
    body bytea,
    body_sha256 bytea,
    constraint record_has_its_text_or_the_hash_of_it check (
        (salt is null) = (body is null) and (body is null) = (body_sha256 is not null)
    ),
    constraint record_has_at_most_a_million_bytes check (
        octet_length(head) + coalesce(octet_length(body), 0) < 1000000
    ),
    constraint record_names_its_parents check (
        substr(head, 1, 11) = '"parents":['::bytea
        and (position(']'::bytea in head) = 12 or (position(']'::bytea in head) - 11) % 67 = 0)
    ),
    -- SHA-256 of "timeline/record/1\n", the head, "\n" and the SHA-256 of "timeline/body/1\n", the salt, "\n" and the body
    constraint record_proves_its_id check (
        id = sha256(
            '\x74696d656c696e652f7265636f72642f310a'::bytea || head || '\x0a'::bytea
            || coalesce(
                body_sha256,
                encode(
                    sha256('\x74696d656c696e652f626f64792f310a'::bytea || salt || '\x0a'::bytea || body), 'hex'
                )::bytea
            )
        )
    )
);

create table timeline.redaction (
    target bytea not null,     -- the record whose text is to be nowhere
    redaction bytea not null,  -- the record that says so
    primary key (target, redaction)
);

create table timeline.checkpoint (
    sha256 bytea primary key,
    name text not null check (name ~ '^[0-9]{6,}-[0-9a-f]{8}$'),
    text bytea not null check (octet_length(text) < 1000000),
    received timestamptz not null default clock_timestamp(),
    received_from name not null default session_user,
    constraint checkpoint_proves_its_hash check (sha256 = sha256(text))
);

create table timeline.signature (
    checkpoint bytea primary key references timeline.checkpoint,
    text bytea not null check (octet_length(text) < 100000),
    received timestamptz not null default clock_timestamp(),
    received_from name not null default session_user
);

-- Who names whom: the parents stand in a head at fixed places, 64 digits each.
create function timeline.parents(head bytea) returns setof bytea
language sql immutable strict parallel safe set search_path = pg_catalog
as $$
    select decode(convert_from(substr(head, 13 + 67 * n, 64), 'SQL_ASCII'), 'hex')
    from generate_series(0, (position(']'::bytea in head) - 11) / 67 - 1) as n
$$;

-- One appends at a time; readers never wait.
create function timeline.take_turn() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    lock table timeline.batch in exclusive mode;
end
$$;

create function timeline.begin_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    lock table timeline.batch in exclusive mode;
    perform set_config('timeline.batch', (coalesce(max(number), 0) + 1)::text, true) from timeline.batch;
    return null;
end
$$;

create function timeline.end_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set jit = off
as $$
declare
    these record;
    before record;
    strange bytea;
    new_heads bytea[];
    targets bytea[];
begin
    select
        count(*) as records,
        min(batch) as batch,
        max(batch) as last_batch,
        count(*) filter (where position('"kind":"redaction"'::bytea in head) > 0) as redactions,
        count(*) filter (where body is null) as without_text
    into these from added;
    if these.records = 0 then
        return null;
    end if;
    select coalesce(max(number), 0) as number, coalesce(max(total), 0) as total into before from timeline.batch;
    if these.batch <> before.number + 1 or these.last_batch <> these.batch then
        raise exception 'a batch has the next number' using errcode = 'TL004';
    end if;

    -- Its heads rest on what is there: everything that a record names as its parent.
    with ends as materialized (
        select added.id, named.parent from added full join (
            select decode(convert_from(substr(head, 13, 64), 'SQL_ASCII'), 'hex') as parent from added
            where substr(head, 78, 1) = ']'::bytea
            union all
            select parent.parent from added, timeline.parents(head) as parent(parent)
            where substr(head, 78, 1) <> ']'::bytea and substr(head, 12, 1) <> ']'::bytea
        ) as named on named.parent = added.id
        where added.id is null or named.parent is null
    )
    select
        (
            select parent from ends
            where parent is not null and not exists (select from timeline.record where id = ends.parent) limit 1
        ),
        (
            select coalesce(array_agg(id order by id), '{}') from (
                select id from ends where id is not null
                union all
                select last.id from (
                    select unnest(heads) as id from timeline.batch where number = before.number
                ) as last where not exists (select from ends where ends.parent = last.id)
            ) as open
        )
    into strange, new_heads;
    if strange is not null then
        raise exception 'a record rests on %, which is not here', encode(strange, 'hex') using errcode = 'TL001';
    end if;

    -- What is redacted is nowhere: not the texts that were here, nor those that come again.
    if these.redactions > 0 then
        if not has_table_privilege(session_user, 'timeline.redaction', 'insert') then
            raise exception 'this role may not redact' using errcode = 'TL002';
        end if;
        insert into timeline.redaction (target, redaction)
            select decode(target, 'hex'), id
            from (
                select id, convert_from(body, 'UTF8')::jsonb ->> 'target' as target
                from added where position('"kind":"redaction"'::bytea in head) > 0 and body is not null
            ) as redactions where target ~ '^[0-9a-f]{64}$'
            on conflict do nothing;
    end if;
    if exists (select from timeline.redaction) then
        select array_agg(target) into targets from (
            select target from timeline.redaction where redaction in (select id from added)
            union
            select target from timeline.redaction where target in (select id from added where body is not null)
        ) as named;
        update timeline.record as r set
            salt = null,
            body = null,
            body_sha256 = encode(
                sha256('\x74696d656c696e652f626f64792f310a'::bytea || r.salt || '\x0a'::bytea || r.body), 'hex'
            )::bytea
        where r.id = any(targets) and r.body is not null and position('"kind":"redaction"'::bytea in r.head) = 0;
    end if;
    if these.without_text > 0 then
        select id into strange from added
        where body is null and not exists (select from timeline.redaction where target = added.id) limit 1;
        if strange is not null then
            raise exception 'the text of % is gone, and no redaction says why', encode(strange, 'hex')
                using errcode = 'TL003';
        end if;
    end if;

    insert into timeline.batch (number, added, total, heads, received_from)
        values (these.batch, these.records, before.total + these.records, new_heads, session_user);
    return null;
end
$$;

create trigger begin_batch before insert on timeline.record
    for each statement execute function timeline.begin_batch();
create trigger end_batch after insert on timeline.record referencing new table as added
    for each statement execute function timeline.end_batch();

-- Add what lies in the temporary table `incoming`, as far as it is not here: one statement, so one transaction.
create function timeline.append(out number bigint, out added bigint)
language plpgsql set search_path = pg_catalog, pg_temp set jit = off
as $$
begin
    perform timeline.take_turn();
    insert into timeline.record (id, head, salt, body, body_sha256)
        select id, head, salt, body, body_sha256 from pg_temp.incoming as new
        where not exists (select from timeline.record as old where old.id = new.id);
    get diagnostics added = row_count;
    select max(batch.number) into number from timeline.batch;
end
$$;

-- Nothing is changed or deleted, by whoever it is; but for the text that a redaction names.
create function timeline.refuse() returns trigger
language plpgsql set search_path = pg_catalog
as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'record' and tg_level = 'ROW' then
        if new.id = old.id and new.batch = old.batch and new.head = old.head and new.body is null
            and exists (select from timeline.redaction where target = old.id)
        then
            return new;
        end if;
    end if;
    raise exception '% of timeline.% is refused: a log is only ever added to', lower(tg_op), tg_table_name
        using errcode = 'TL005';
end
$$;

do $$
declare name text;
begin
    foreach name in array array['about', 'batch', 'record', 'redaction', 'checkpoint', 'signature'] loop
        execute format(
            'create trigger refuse_changes before update or delete on timeline.%I '
            'for each row execute function timeline.refuse()', name);
        execute format(
            'create trigger refuse_truncate before truncate on timeline.%I '
            'for each statement execute function timeline.refuse()', name);
    end loop;
end
$$;

-- Every line as it stands in a file, for whoever looks with SQL.
create view timeline.line as
    select id, batch, convert_from(
        '{"id":"'::bytea || encode(id, 'hex')::bytea || '",'::bytea || head
        || coalesce(
            ',"salt":"'::bytea || salt || '","body":'::bytea || body || '}'::bytea,
            ',"body_sha256":"'::bytea || body_sha256 || '"}'::bytea
        ), 'UTF8') as line
    from timeline.record;

revoke all on all functions in schema timeline from public;

insert into timeline.about (schema_version, format) values (1, 1);
