"""What went over the wire, as local AWS recorded it."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    target: str | None
    content_type: str
    user_agent: str
    # None where it was too large to be read.
    body: str | None


@dataclass(frozen=True)
class Answer:
    # "service", "injected error", "injected text" or "refusal"; with any other one the exchange is skipped.
    origin: str
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Exchange:
    # The test file, as the name of the folder tells.
    test: str
    request: Request
    # None where the connection was dropped, or nothing was answered, as a test wanted it.
    answer: Answer | None


def exchanges_in(folder: Path):
    for file in sorted(folder.rglob("*.jsonl")):
        test = file.parent.relative_to(folder).as_posix()
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield _exchange(test, json.loads(line))


def _exchange(test, line):
    request, answer = line["request"], line["answer"]
    return Exchange(
        test,
        Request(
            request["method"],
            request["path"],
            request.get("target"),
            request.get("contentType", ""),
            request.get("userAgent", ""),
            request.get("body"),
        ),
        None if isinstance(answer, str) else _answer(answer),
    )


def _answer(answer):
    content_type, body = answer["contentType"], answer["body"]
    is_cbor = content_type.endswith("/cbor")
    return Answer(
        answer["origin"],
        answer["status"],
        content_type,
        base64.b64decode(body) if is_cbor else body.encode(),
    )
