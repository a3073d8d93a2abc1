"""`POST /live/typing`: an agent types; the visitor and the colleagues with the same conversation open are told."""

from __future__ import annotations

import json

from rafiq.gateway import plain_asgi as http
from rafiq.gateway.core import Core
from rafiq.gateway.failures import is_away
from rafiq.gateway.ports import Agent
from rafiq.platform.live_hub import Signal

type Told = tuple[int, bool]


async def serve(core: Core, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
    """Take `{"conversation": 42, "on": true}`; 204, or 400, 401, 403, 503."""
    if not is_same_origin(http.headers(scope)):
        await http.answer(send, 403, {"code": "forbidden"})
        return
    told = parse(await http.body(receive))
    if told is None:
        await http.answer(send, 400, {"code": "bad_frame"})
        return
    conversation_id, on = told
    topic = f"conversation-{conversation_id}"
    try:
        agent, may = await core.run(lambda: _check(core, http.cookies(scope), topic))
    except Exception as error:
        if not is_away(error):
            raise
        await http.answer(send, 503, {"code": "unavailable"})
        return
    if agent is None or not may:
        await http.answer(send, 401 if agent is None else 403, {"code": "forbidden"})
        return
    author = f"agent-{agent.id}"
    data = {"who": "agent", "id": agent.id, "name": agent.name, "on": on}
    core.live.bus.send(topic, Signal("typing", data), author=author)
    await http.answer(send, 204)


def is_same_origin(headers: dict[str, str]) -> bool:
    """Test that one of our own pages asks, not a foreign one with the agent's cookie.

    Browsers say so themselves (Sec-Fetch-Site); where one does not, a header of our own must be
    there, which a foreign page could only add after a preflight that we do not answer.
    """
    site = headers.get("sec-fetch-site")
    return site == "same-origin" if site else "x-rafiq" in headers or "hx-request" in headers


def parse(body: bytes | None) -> Told | None:
    """Read the request; None if it makes no sense."""
    try:
        match json.loads(body or b""):
            case {"conversation": int(conversation_id), "on": bool(on)} if 0 < conversation_id < 2**63:
                return conversation_id, on
    except (ValueError, RecursionError):
        return None
    return None


def _check(core: Core, cookies: dict[str, str], topic: str) -> tuple[Agent | None, bool]:
    agent = core.domain.agent_for(cookies)
    return agent, agent is not None and topic in core.domain.may_see(agent, [topic])
