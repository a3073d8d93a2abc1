"""What talks to the gateway in the tests: a widget, and an agent's browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from contextlib import asynccontextmanager

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 20  # seconds until a test counts as hanging; nothing is measured with it


class Widget:
    """One socket of a visitor."""

    def __init__(self, socket):
        self.socket = socket
        self.seen = []

    async def say(self, **frame):
        await self.socket.send(json.dumps(frame))

    async def write(self, text, **more):
        message_id = str(uuid.uuid4())
        await self.say(t="msg", id=message_id, text=text, **more)
        return message_id

    async def next(self):
        frame = json.loads(await self.socket.recv())
        self.seen.append(frame)
        return frame

    async def hear(self, kind, **wanted):
        """Return the next frame of a kind, with these members; others are kept in `seen`."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.next()
                if frame["t"] == kind and all(frame.get(name) == value for name, value in wanted.items()):
                    return frame

    async def hear_message(self, text):
        """Wait until a `sync` brings a message."""
        while True:
            frame = await self.hear("sync")
            if any(message["text"] == text for message in frame["messages"]):
                return frame

    async def exchange(self, text):
        """Write and wait for the acknowledgement."""
        return await self.hear("ack", id=await self.write(text))

    async def closed(self):
        """Wait for the end of the connection; return its code."""
        with contextlib.suppress(ConnectionClosed):
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self.next()
        return self.socket.close_code


@asynccontextmanager
async def widget(served, *, hello=True, token=None, after=0, key="key", **options):
    async with connect(f"ws://127.0.0.1:{served.port}/live/visitor?key={key}", compression=None, **options) as socket:
        opened = Widget(socket)
        if hello:
            await opened.say(t="hello", v=1, token=token, lang="fa", after=after, page="https://shop.example/")
            opened.welcome = await opened.hear("welcome")
            opened.token = opened.welcome["token"]
        yield opened


class Browser:
    """One event stream of an agent."""

    def __init__(self, response):
        self.response = response
        self._lines = response.aiter_lines()
        self.seen = []

    async def hear(self, name, **wanted):
        """Return the data of the next event with this name and these members."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event, data = await self._event()
                self.seen.append((event, data))
                if event == name and all(data.get(each) == value for each, value in wanted.items()):
                    return data

    async def ended(self):
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                self.seen.append(line)

    async def _event(self):
        event, data = "message", None
        async for line in self._lines:
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                data = json.loads(line.removeprefix("data: "))
            elif not line and data is not None:
                return event, data
        raise AssertionError("the stream ended")


@asynccontextmanager
async def browser(served, *topics, cookie="sara"):
    query = "&".join(f"topic={topic}" for topic in topics)
    client = httpx.AsyncClient(cookies={"session": cookie}, timeout=PATIENCE, trust_env=False)
    async with client, client.stream("GET", served.url(f"/live/agent?{query}")) as response:
        opened = Browser(response)
        if response.status_code == 200:
            await opened.hear("connected")
        yield opened


async def post_typing(served, conversation, *, on=True, cookie="sara", **headers):
    body = json.dumps({"conversation": conversation, "on": on})
    fields = {"x-rafiq": "1"} | {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(cookies={"session": cookie}, headers=fields, trust_env=False) as client:
        return (await client.post(served.url("/live/typing"), content=body)).status_code


def staff(db, name, *topics, number=7):
    """Let an agent in."""
    db.execute("INSERT INTO session VALUES (%s, %s, %s)", [name.lower(), number, name])
    for topic in topics:
        db.execute("INSERT INTO may_see VALUES (%s, %s)", [number, topic])
