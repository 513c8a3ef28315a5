"""Settings as nested mappings, read and set by path: `mechanism.reporting.fear` is a name in a group in a group."""

from collections.abc import Iterator, Mapping
from typing import Any

_NOTHING = object()


def value_at(tree: Mapping[str, Any], path: str, nothing: Any = None) -> Any:
    """The value, or the group, at a path; `nothing` where there is none."""
    node: Any = tree
    for step in path.split("."):
        if not isinstance(node, Mapping) or step not in node:
            return nothing
        node = node[step]
    return node


def holds(tree: Mapping[str, Any], path: str) -> bool:
    """Whether there is anything at a path, null included."""
    return value_at(tree, path, _NOTHING) is not _NOTHING


def leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path, groups opened, in their order. above: what stands before each path, with its dot."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def apply_values(tree: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of composed settings with values set by path; what is not touched is shared with `tree`."""
    copy = dict(tree)
    for path, value in values.items():
        *groups, name = path.split(".")
        node = copy
        for group in groups:
            inner = node.get(group, {})
            if not isinstance(inner, Mapping):
                break  # a file holds a value where a group belongs: left as it is, to be refused by the schema
            node[group] = node = dict(inner)
        else:
            node[name] = value
    return copy
