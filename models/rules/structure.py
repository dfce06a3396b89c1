"""Pure rules over BOM edges: cycles, levels and roll-up. Iterative, so that no depth is too deep.

Edges come in as plain tuples; nothing is read from a database here.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from decimal import Decimal

from models.rules.amount import Amount


def find_cycle(children: Mapping[int, Iterable[int]], start: int) -> tuple[int, ...] | None:
    """Return a path that leads from a node back to itself below ``start``, or None.

    Args:
        children: Node to the nodes it contains (parts, their substitutes and alternates alike).
        start: Where to begin.

    Returns:
        The nodes of the cycle in order, the first repeated at the end.
    """
    path: list[int] = []
    on_path: set[int] = set()
    done: set[int] = set()
    stack: list[tuple[int, bool]] = [(start, True)]
    while stack:
        node, entering = stack.pop()
        if not entering:
            path.pop()
            on_path.discard(node)
            done.add(node)
            continue
        if node in on_path:
            return (*path[path.index(node) :], node)
        if node in done:
            continue
        path.append(node)
        on_path.add(node)
        stack.append((node, False))
        stack.extend((child, True) for child in children.get(node, ()))
    return None


def topological(edges: Iterable[tuple[int, int]], top: int) -> tuple[int, ...]:
    """Return the nodes below and including ``top`` so that each parent comes before its children.

    Raises:
        ValueError: when the edges have a cycle.
    """
    children: dict[int, list[int]] = defaultdict(list)
    for parent, child in edges:
        children[parent].append(child)
    reached = {top}
    waiting = deque([top])
    while waiting:
        for child in children[waiting.popleft()]:
            if child not in reached:
                reached.add(child)
                waiting.append(child)
    incoming: dict[int, int] = defaultdict(int)
    for node in reached:
        for child in children[node]:
            incoming[child] += 1
    order: list[int] = []
    ready = deque([top] if incoming[top] == 0 else [])
    while ready:
        node = ready.popleft()
        order.append(node)
        for child in children[node]:
            incoming[child] -= 1
            if incoming[child] == 0:
                ready.append(child)
    if len(order) != len(reached):
        raise ValueError("the structure contains itself")
    return tuple(order)


def rolled_up(lines: Iterable[tuple[int, int, Decimal, Decimal]], top: int) -> dict[int, Decimal]:
    """Return how much of each node one unit of ``top`` needs, exact.

    Args:
        lines: (parent, child, quantity, per): ``quantity`` of the child per ``per`` units of the parent.
        top: The node that is made once.

    Raises:
        ValueError: for a cycle, or a ``per`` that is not positive.
    """
    listed = list(lines)
    below: dict[int, list[tuple[int, Decimal, Decimal]]] = defaultdict(list)
    for parent, child, quantity, per in listed:
        below[parent].append((child, quantity, per))
    need: dict[int, Amount] = {top: Amount()}
    for node in topological(((parent, child) for parent, child, _, _ in listed), top):
        for child, quantity, per in below[node]:
            more = need[node].times(quantity, per)
            need[child] = need[child] + more if child in need else more
    return {node: amount.decimal() for node, amount in need.items()}
