"""Sets of moments as sorted, disjoint spans (begin, end): whole numbers, the end not included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

type Span = tuple[int, int]
type Spans = tuple[Span, ...]


def joined(spans: Iterable[Span]) -> Spans:
    """Return the union of any spans; what touches becomes one, what is empty goes."""
    found: list[Span] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)


def without(spans: Spans, taken: Sequence[Span]) -> Spans:
    """Return what is left of `spans` when those of `taken` (in any order) are cut out."""
    left = list(spans)
    for cut_begin, cut_end in joined(taken):
        left = [
            piece
            for begin, end in left
            for piece in ((begin, min(end, cut_begin)), (max(begin, cut_end), end))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def clipped(spans: Spans, *, begin: int, end: int) -> Spans:
    """Return what of `spans` lies between two points, counted from the first of them."""
    inside = ((max(one, begin), min(other, end)) for one, other in spans)
    return tuple((one - begin, other - begin) for one, other in inside if one < other)
