"""Sets of row numbers as Python integers: bit n stands for row n."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def bits(numbers: Iterable[int]) -> int:
    """The set of these numbers."""
    numbers = list(numbers)
    if not numbers:
        return 0
    packed = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        packed[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(packed, "little")


def members(mask: int) -> list[int]:
    """The numbers in a set, smallest first."""
    packed = mask.to_bytes((mask.bit_length() + 7) // 8, "little")
    return [(place << 3) + bit for place, byte in enumerate(packed) if byte for bit in _BITS[byte]]


def take(mask: int, most: int) -> int:
    """At most this many members: those with the highest numbers, which were added last."""
    if mask.bit_count() <= most:
        return mask
    return bits(members(mask)[-most:])


def at_least(masks: Sequence[int], needed: int) -> int:
    """The numbers that are in at least so many of the sets."""
    counts = [0] * (needed + 1)
    counts[0] = -1
    for mask in masks:
        for count in range(needed, 0, -1):
            counts[count] |= counts[count - 1] & mask
    return counts[needed]


def levels(clauses: Iterable[tuple[int, int]], within: int) -> list[tuple[int, int]]:
    """(points, set) from the highest to the lowest: a number has the points of every clause (set, points) it is in."""
    found: dict[int, int] = {0: within}
    for mask, points in clauses:
        split: dict[int, int] = {}
        for total, group in found.items():
            if hit := group & mask:
                split[total + points] = split.get(total + points, 0) | hit
            if rest := group & ~mask:
                split[total] = split.get(total, 0) | rest
        found = split
    return sorted(((points, group) for points, group in found.items() if group), reverse=True)
