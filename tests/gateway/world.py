"""A small domain for the gateway's tests, on real tables: one customer and one conversation a thread, with one number.

Run as a program it serves this domain: `python -m tests.gateway.world PORT`, database in DATABASE_URL.
"""

from __future__ import annotations

import os
import sys
import time
import uuid

import psycopg

from rafiq.gateway import server
from rafiq.gateway.app import Gateway
from rafiq.gateway.frames import milliseconds
from rafiq.gateway.limits import Limits
from rafiq.gateway.ports import Agent, BadToken, Door, Receipt, Refused, Visitor
from rafiq.gateway.site import Site

TABLES = """
CREATE TABLE platform_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind text NOT NULL, key text NOT NULL, customer_id bigint, actor text NOT NULL DEFAULT '',
    payload jsonb NOT NULL DEFAULT '{}', occurred_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON platform_log (xid, id);
CREATE FUNCTION wake() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('rafiq_log', ''); RETURN NULL; END $$;
CREATE TRIGGER wakes AFTER INSERT ON platform_log FOR EACH STATEMENT EXECUTE FUNCTION wake();
CREATE TABLE customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, thread text UNIQUE, rating int);
CREATE TABLE message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint REFERENCES customer, external_id text,
    author text, text text, said_at timestamptz DEFAULT clock_timestamp(), UNIQUE (customer_id, external_id));
CREATE TABLE batch (size int);
CREATE TABLE mark (customer_id bigint, kind text, upto bigint);
CREATE TABLE session (cookie text PRIMARY KEY, agent_id int, name text);
CREATE TABLE may_see (agent_id int, topic text);
"""
COMMIT_GATE = 4711  # whoever holds this advisory lock keeps batches from being committed


class World:
    """The domain of the tests."""

    def __init__(self, url: str) -> None:
        self._url = url

    def _transaction(self):
        return psycopg.connect(self._url, connect_timeout=3)  # commits and closes at the end of the block

    def admit(self, key):
        with self._transaction() as db:
            db.execute("SELECT 1")
        origins = frozenset({"https://shop.example"}) if key == "strict" else frozenset()
        return Door(key, 1, max_text_chars=50_000, origins=origins) if key in {"key", "strict"} else None

    def authorise(self, token, *, door, language):
        if token is None:
            thread = uuid.uuid4().hex
            return Visitor(f"token-{thread}", thread, door.channel_id)
        if not token.startswith("token-"):
            raise BadToken
        thread = token.removeprefix("token-")
        with self._transaction() as db:
            row = db.execute("SELECT id FROM customer WHERE thread = %s", [thread]).fetchone()
        return Visitor(token, thread, door.channel_id, row[0] if row else None, f"Visitor {thread}")

    def receive(self, batch):
        with self._transaction() as db:
            db.execute("SELECT pg_advisory_xact_lock_shared(%s)", [COMMIT_GATE])
            db.execute("INSERT INTO batch VALUES (%s)", [len(batch)])
            return [self._store(db, incoming) for incoming in batch]

    def _store(self, db, incoming):
        if incoming.text == "poison":
            db.execute("SELECT 'poison'::int")
        if incoming.text == "refuse me":
            return Receipt(error="bad_file")
        db.execute("INSERT INTO customer (thread) VALUES (%s) ON CONFLICT DO NOTHING", [incoming.visitor.thread_id])
        find = "SELECT id FROM customer WHERE thread = %s"
        [customer] = db.execute(find, [incoming.visitor.thread_id]).fetchone()
        new = db.execute(
            "INSERT INTO message (customer_id, external_id, author, text) VALUES (%s, %s, 'me', %s)"
            " ON CONFLICT DO NOTHING RETURNING id, said_at",
            [customer, incoming.id, incoming.text],
        ).fetchone()
        found = "SELECT id, said_at FROM message WHERE customer_id = %s AND external_id = %s"
        number, said_at = new or db.execute(found, [customer, incoming.id]).fetchone()
        if new:
            announce(db, customer, kind="message.received", actor=f"customer-{customer}", message_id=number)
        return Receipt(number, said_at, customer, customer, is_new=bool(new))

    def snapshot(self, visitor, *, after, language):
        with self._transaction() as db:
            rows = db.execute(
                "SELECT m.id, external_id, author, text, said_at, rating FROM message m JOIN customer c"
                " ON c.id = customer_id WHERE thread = %s AND author <> 'note' ORDER BY m.id",
                [visitor.thread_id],
            ).fetchall()
        messages = [
            {"n": n, "id": own, "from": author, "name": "Sara", "text": text, "at": milliseconds(at), "files": []}
            for n, own, author, text, at, _ in rows
            if n > after
        ]
        conversation = {"id": visitor.customer_id, "open": True, "rating": rows[-1][5]} if rows else None
        return {"messages": messages, "conversation": conversation, "known": None}

    def mark(self, visitor, *, kind, upto, at):
        with self._transaction() as db:
            db.execute("INSERT INTO mark VALUES (%s, %s, %s)", [visitor.customer_id, kind, upto])

    def rate(self, visitor, *, conversation_id, score, comment, at):
        if not 1 <= score <= 5 or conversation_id != visitor.customer_id:
            raise Refused("bad_rating")
        if comment == "slow":
            time.sleep(0.3)
        with self._transaction() as db:
            db.execute("UPDATE customer SET rating = %s WHERE id = %s", [score, conversation_id])
            announce(db, conversation_id, kind="rated")

    def identify(self, visitor, *, claims, at):
        if claims.get("hmac") != "right":
            raise Refused("bad_identity")
        return visitor

    def agent_for(self, cookies):
        with self._transaction() as db:
            find = "SELECT agent_id, name FROM session WHERE cookie = %s"
            row = db.execute(find, [cookies.get("session", "")]).fetchone()
        return Agent(*row) if row else None

    def may_see(self, agent, topics):
        with self._transaction() as db:
            rows = db.execute("SELECT topic FROM may_see WHERE agent_id = %s", [agent.id]).fetchall()
        return {topic for (topic,) in rows} & set(topics)

    def topics_of(self, row):
        return [f"agent-{number}" for number in row.payload.get("mentions", [])]

    def explain(self, code, *, language):
        return f"{code} in {language}"


def announce(db, customer, *, kind, actor="agent-1", **payload):
    """Write a log row about a customer and its conversation of the same number."""
    db.execute(
        "INSERT INTO platform_log (kind, key, customer_id, actor, payload) VALUES (%s, %s, %s, %s, %s)",
        [kind, f"conversation-{customer}", customer, actor, psycopg.types.json.Jsonb(payload)],
    )


def say(db, customer, text, *, author="agent"):
    """Let an agent write."""
    add = "INSERT INTO message (customer_id, author, text) VALUES (%s, %s, %s) RETURNING id"
    [number] = db.execute(add, [customer, author, text]).fetchone()
    announce(db, customer, kind="message.sent", message_id=number)
    return number


async def _pages(scope, receive, send):
    more = scope["type"] == "http"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"a page"})


_URL = os.environ.get("DATABASE_URL", "")
_LIMITS = Limits(**{name: float(value) for name, value in (
    pair.split("=") for pair in os.environ.get("TEST_LIMITS", "").split())})  # fmt: skip
application = Site(Gateway(World(_URL), connect={"conninfo": _URL}, limits=_LIMITS), _pages)
websocket = application.websocket

if __name__ == "__main__":
    names = {"app": "tests.gateway.world:application", "ws": "tests.gateway.world:websocket", "log_level": "warning"}
    server.run(host="127.0.0.1", port=int(sys.argv[1]), options=names)
