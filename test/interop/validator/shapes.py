"""Reads values off the wire by the shapes of a model, and finds what a shape does not allow.

Each reader gives the value in Python's types. What does not fit goes into the problems, with the path of the member.
"""

import re
from datetime import datetime
from functools import cache

from botocore.utils import parse_timestamp

from exceptions import IMPOSSIBLE_LIMITS, UNKNOWN_MEMBERS, UNKNOWN_VALUES, is_expected

ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# Classes of characters that the models' patterns have, and Python's do not.
UNICODE_CLASSES = {r"\p{L}": r"\w", r"\p{N}": r"\d", r"\p{Z}": r"\s"}
NUMBERS = ("integer", "long", "float", "double")


class Problems(list):
    """What is wrong with one request or answer of a service, as texts."""

    def __init__(self, service):
        super().__init__()
        self.service = service

    def unknown_member(self, shape, path, name):
        if not is_expected(UNKNOWN_MEMBERS, self.service, shape, name):
            self.append(f"{path}.{name}: unknown member of {shape.name}")


def read_json(shape, value, path, problems):
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            return _wrong(path, "an object", value, problems)
        read = {}
        for name, item in value.items():
            if name not in shape.members:
                problems.unknown_member(shape, path, name)
            else:
                read[name] = read_json(shape.members[name], item, f"{path}.{name}", problems)
        return constrained(shape, read, path, problems)
    if kind == "list":
        if not isinstance(value, list):
            return _wrong(path, "a list", value, problems)
        items = [read_json(shape.member, item, f"{path}[]", problems) for item in value]
        return constrained(shape, items, path, problems)
    if kind == "timestamp":
        if shape.serialization.get("timestampFormat", "unixTimestamp") == "iso8601":
            return _timestamp(value, path, problems)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return _wrong(path, "a number of seconds", value, problems)
        return parse_timestamp(value)
    if kind == "boolean":
        fits = isinstance(value, bool)
    elif kind in NUMBERS:
        whole = (int,) if kind in ("integer", "long") else (int, float)
        fits = isinstance(value, whole) and not isinstance(value, bool)
    else:
        fits = kind == "string" and isinstance(value, str)
    if not fits:
        return _wrong(path, f"a {kind}", value, problems)
    return constrained(shape, value, path, problems)


def read_text(shape, text, path, problems):
    """A scalar that came as text, as forms and XML have it."""
    kind = shape.type_name
    if kind == "timestamp":
        return _timestamp(text, path, problems)
    if kind == "boolean":
        if text not in ("true", "false"):
            return _wrong(path, "true or false", text, problems)
        return text == "true"
    if kind in NUMBERS:
        whole = kind in ("integer", "long")
        if not re.fullmatch(r"-?\d+" if whole else r"-?\d+(\.\d+)?", text):
            return _wrong(path, f"a {kind}", text, problems)
        return constrained(shape, (int if whole else float)(text), path, problems)
    if kind != "string":
        return _wrong(path, f"a {kind}", text, problems)
    return constrained(shape, text, path, problems)


def read_form(shape, form, prefix, path, problems):
    """What a form's keys that begin with the prefix say. The keys that were read are taken out of the form."""
    if shape.type_name == "structure":
        read = {}
        for name, member in shape.members.items():
            key = f"{prefix}.{_wire_name(member, name)}".lstrip(".")
            if any(other == key or other.startswith(f"{key}.") for other in form):
                read[name] = read_form(member, form, key, f"{path}.{name}", problems)
        return constrained(shape, read, path, problems)
    if shape.type_name == "list":
        if form.get(prefix) == "":
            del form[prefix]
            return []
        flat = shape.serialization.get("flattened")
        base = prefix if flat else f"{prefix}.{_wire_name(shape.member, 'member')}"
        items = []
        while True:
            key = f"{base}.{len(items) + 1}"
            if not any(other == key or other.startswith(f"{key}.") for other in form):
                return constrained(shape, items, path, problems)
            items.append(read_form(shape.member, form, key, f"{path}[]", problems))
    if prefix not in form:
        return _wrong(path, f"a {shape.type_name}", "something with parts", problems)
    return read_text(shape, form.pop(prefix), path, problems)


def read_xml(shape, element, path, problems):
    if shape.type_name == "structure":
        members = {_wire_name(member, name): name for name, member in shape.members.items()}
        read = {}
        for child in element:
            tag = local_name(child)
            if tag not in members:
                problems.unknown_member(shape, path, tag)
                continue
            name = members[tag]
            if name in read:
                problems.append(f"{path}.{name}: there twice")
            read[name] = read_xml(shape.members[name], child, f"{path}.{name}", problems)
        return constrained(shape, read, path, problems)
    if shape.type_name == "list":
        wanted = _wire_name(shape.member, "member")
        items = []
        for child in element:
            if local_name(child) != wanted:
                problems.append(f"{path}: an item is called {local_name(child)}, not {wanted}")
            items.append(read_xml(shape.member, child, f"{path}[]", problems))
        return constrained(shape, items, path, problems)
    if len(element):
        return _wrong(path, f"a {shape.type_name}", "something with parts", problems)
    return read_text(shape, element.text or "", path, problems)


def constrained(shape, value, path, problems):
    """Checks what a shape says beside its type."""
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                problems.append(f"{path}.{name}: required in {shape.name}, and missing")
        return value
    if (
        shape.type_name == "string"
        and shape.enum
        and value not in shape.enum
        and not is_expected(UNKNOWN_VALUES, problems.service, shape, value)
    ):
        problems.append(f"{path}: {value!r} is none of {', '.join(shape.enum)}")
    limits = {} if (problems.service, shape.name) in IMPOSSIBLE_LIMITS else shape.metadata
    size = value if shape.type_name in NUMBERS else len(value) if hasattr(value, "__len__") else None
    if size is not None and size < limits.get("min", size):
        problems.append(f"{path}: {size} is below the minimum of {limits['min']}")
    if size is not None and size > limits.get("max", size):
        problems.append(f"{path}: {size} is above the maximum of {limits['max']}")
    pattern = limits.get("pattern")
    if pattern and not _pattern(pattern).fullmatch(value):
        problems.append(f"{path}: {value!r} does not match {pattern}")
    return value


@cache
def _pattern(text):
    for theirs, ours in UNICODE_CLASSES.items():
        text = text.replace(theirs, ours)
    return re.compile(text)


def local_name(element):
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _wire_name(shape, name):
    return shape.serialization.get("name", name)


def _timestamp(value, path, problems):
    if not isinstance(value, str) or not ISO_8601.fullmatch(value):
        return _wrong(path, "a time like 2026-01-02T03:04:05Z", value, problems)
    return datetime.fromisoformat(value.replace("Z", "+00:00"))


def _wrong(path, wanted, value, problems):
    problems.append(f"{path}: must be {wanted}, and is {value!r}")
    return None
