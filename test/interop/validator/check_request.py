"""Whether a request is what AWS's model says of its operation."""

import json
from urllib.parse import parse_qsl

from botocore.serialize import create_serializer
from botocore.validate import ParamValidator

from models import protocol_of
from shapes import Problems, read_form, read_json

CONTENT_TYPES = {"query": "application/x-www-form-urlencoded", "json": "application/x-amz-json-1.1"}


def request_problems(operation, request):
    protocol = protocol_of(operation)
    problems = Problems(operation.service_model.service_name)
    if (request.method, request.path) != ("POST", "/"):
        problems.append(f"{request.method} {request.path}: must be POST /")
    content_type = request.content_type.partition(";")[0]
    if content_type != CONTENT_TYPES[protocol]:
        problems.append(f"content-type {content_type}: must be {CONTENT_TYPES[protocol]}")
    read = _read_form if protocol == "query" else _read_json
    parameters, sent = read(operation.input_shape, request.body or "", problems)
    if problems:
        return problems
    report = ParamValidator().validate(parameters, operation.input_shape)
    if report.has_errors():
        problems.append(report.generate_report())
        return problems
    made = _made_by_botocore(operation, parameters)
    if made != sent:
        problems.append(f"botocore would send {made} for what came as {sent}")
    return problems


def _read_json(shape, body, problems):
    try:
        sent = json.loads(body)
    except ValueError as error:
        problems.append(f"the body is no JSON: {error}")
        return None, None
    return read_json(shape, sent, shape.name, problems), sent


def _read_form(shape, body, problems):
    pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
    sent = dict(pairs)
    if len(sent) != len(pairs):
        problems.append("the form has a key twice")
    form = {key: value for key, value in sent.items() if key not in ("Action", "Version")}
    parameters = read_form(shape, form, "", shape.name, problems)
    problems.extend(f"{shape.name}.{key}: unknown" for key in form)
    return parameters, sent


def _made_by_botocore(operation, parameters):
    """What botocore itself sends for these parameters."""
    protocol = protocol_of(operation)
    body = create_serializer(protocol).serialize_to_request(parameters, operation)["body"]
    if protocol == "json":
        return json.loads(body)
    # The serializer leaves the encoding of the form to the HTTP client.
    return {key: value if isinstance(value, str) else str(value) for key, value in body.items()}
