"""format=flowed and delsp (RFC 3676): lines that the sender's program broke are joined again."""

from __future__ import annotations


def unflow(text: str, *, deletes_space: bool) -> str:
    """Join the soft lines of a text; quoted lines keep their marks, signatures their separator."""
    done: list[str] = []
    pending: list[str] = []
    pending_depth = 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]
        is_separator = content == "-- "
        if pending and (depth != pending_depth or is_separator):
            done.append(_quoted("".join(pending), pending_depth))
            pending = []
        pending_depth = depth
        if content.endswith(" ") and not is_separator:
            pending.append(content[:-1] if deletes_space else content)
            continue
        done.append(_quoted("".join(pending) + content, depth))
        pending = []
    if pending:
        done.append(_quoted("".join(pending), pending_depth))
    return "\n".join(done)


def _quoted(content: str, depth: int) -> str:
    if not depth:
        return content
    return f"{'>' * depth} {content}" if content else ">" * depth
