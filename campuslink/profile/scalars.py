"""YAML scalars to text, numbers, booleans and nothing: no dates, no merge keys."""

from typing import Any

import yaml

_PREFIX = "tag:yaml.org,2002:"
_RESOLVER: Any = yaml.resolver.Resolver()
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_MAX_NUMBER_LENGTH = 40


def read_scalar(event: yaml.ScalarEvent) -> str | int | float | bool | None:
    """Return the value of an untagged scalar, as YAML 1.1 reads it; dates stay text.

    Raises ValueError for a merge key and for what looks like a number but is none.
    """
    tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit).removeprefix(_PREFIX)
    if tag == "merge":
        raise ValueError("merge keys (<<) are not allowed; use include")
    if tag in {"int", "float"} and len(event.value) > _MAX_NUMBER_LENGTH:
        raise ValueError("a number of that length; quote it if it is text")
    construct = _CONSTRUCT.get(tag)
    if construct is None:
        return str(event.value)
    try:
        value: int | float | bool | None = construct(yaml.ScalarNode(_PREFIX + tag, event.value))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{event.value} looks like a number but is none; quote it if it is text") from error
    return value


_CONSTRUCT: dict[str, Any] = {
    "null": _CONSTRUCTOR.construct_yaml_null,
    "bool": _CONSTRUCTOR.construct_yaml_bool,
    "int": _CONSTRUCTOR.construct_yaml_int,
    "float": _CONSTRUCTOR.construct_yaml_float,
}
