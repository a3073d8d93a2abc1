"""Weighs processes: proportional set size from /proc (Linux only)."""

from __future__ import annotations

from pathlib import Path


def pss_of(root: int) -> int:
    """Return the PSS of a process and all its descendants, in KB."""
    return sum(_pss(pid) for pid in _tree(root))


def by_process(root: int) -> list[tuple[str, float]]:
    """List what each process is and weighs in MB, the heaviest first."""
    weighed = [(_name(pid), _pss(pid) / 1024) for pid in _tree(root)]
    return sorted(weighed, key=lambda one: -one[1])


def children_named(root: int, word: str) -> list[int]:
    """List the processes under another whose command line has this word of its own."""
    found = []
    for pid in _tree(root)[1:]:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        except OSError:
            continue
        found += [pid] if word in words else []
    return found


def _tree(root: int) -> list[int]:
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The name stands in brackets and may hold anything; the parent is the second word after it.
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it ended meanwhile
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:90].strip()
    except OSError:
        return "?"
