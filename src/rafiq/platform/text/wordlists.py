"""Lists of words kept as plain text beside the code that reads them, so that adding a word needs no code."""

from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """Read the lists of one file by name: the lines of each, without the last line's end.

    `[NAME]` on a line of its own begins a list. Lines that are empty or begin with `#` are for people only.

    Raises:
        ValueError: if words stand before the first name, or a name comes twice.
    """
    lists: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            if line[1:-1] in lists:
                raise ValueError(f"{path.name}: {line} comes twice")
            lines = lists.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            if lines is None:
                raise ValueError(f"{path.name}: {line!r} stands before the first [NAME]")
            lines.append(line)
    return {name: "\n".join(lines) for name, lines in lists.items()}
