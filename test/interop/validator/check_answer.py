"""Whether an answer is what AWS's model says of its operation."""

import json
from xml.etree import ElementTree

from botocore.parsers import ResponseParserError, create_parser

from exceptions import undeclared_status
from models import declared_errors, errors_of_service, protocol_of
from shapes import Problems, local_name, read_json, read_xml

CONTENT_TYPES = {"query": "text/xml", "json": "application/x-amz-json-1.1"}


def answer_problems(operation, answer):
    problems = Problems(operation.service_model.service_name)
    content_type = CONTENT_TYPES[protocol_of(operation)]
    if answer.content_type != content_type:
        problems.append(f"content-type {answer.content_type}: must be {content_type}")
    check = _check_output if answer.status < 300 else _check_error
    try:
        check(operation, answer, problems)
    except (ValueError, ElementTree.ParseError, ResponseParserError) as error:
        problems.append(f"the body cannot be read: {error}")
    return problems


def error_code(operation, answer):
    return _parsed_by_botocore(operation, answer)["Error"]["Code"]


def _parsed_by_botocore(operation, answer):
    response = {"headers": {}, "status_code": answer.status, "body": answer.body}
    return create_parser(protocol_of(operation)).parse(response, operation.output_shape)


def _check_output(operation, answer, problems):
    shape = operation.output_shape
    if protocol_of(operation) == "json":
        read = read_json(shape, json.loads(answer.body), shape.name, problems)
    else:
        result = _xml_result(operation, answer, problems)
        read = {} if shape is None else read_xml(shape, result, shape.name, problems)
    if problems:
        # botocore's parser is not made for what does not fit.
        return
    said = _parsed_by_botocore(operation, answer)
    said.pop("ResponseMetadata", None)
    if said != read:
        problems.append(f"botocore reads {said} where the body says {read}")


def _xml_result(operation, answer, problems):
    """The element of an answer that holds the members of the output."""
    root = ElementTree.fromstring(answer.body)
    namespace = operation.service_model.metadata["xmlNamespace"]
    shape = operation.output_shape
    parts = [*([shape.serialization["resultWrapper"]] if shape else []), "ResponseMetadata"]
    _expect("the root element", [root.tag], [f"{{{namespace}}}{operation.name}Response"], problems)
    _expect("the root's elements", [local_name(child) for child in root], parts, problems)
    return next(iter(root), root)


def _check_error(operation, answer, problems):
    error = _parsed_by_botocore(operation, answer)["Error"]
    for name in ("Code", "Message"):
        if not error.get(name):
            problems.append(f"an error needs a {name}, and has none")
    injected = answer.origin == "injected error"
    # Tests choose which error of a service they inject where, and with which status.
    errors = errors_of_service(operation) if injected else declared_errors(operation)
    declared = errors.get(error["Code"])
    if protocol_of(operation) == "json":
        _check_json_error(declared, json.loads(answer.body), problems)
    else:
        _check_xml_error(operation, answer, problems)
    if declared is None:
        status = undeclared_status(operation, error["Code"])
    else:
        # Models of JSON services say nothing of the status.
        status = declared.metadata.get("error", {}).get("httpStatusCode", answer.status)
    if status is None:
        problems.append(f"error {error['Code']}: the model does not declare it")
    elif status != answer.status and not injected:
        problems.append(f"error {error['Code']}: its status is {status}, not {answer.status}")


def _check_json_error(declared, body, problems):
    members = {name: value for name, value in body.items() if name != "__type"}
    if declared is not None and declared.members:
        read_json(declared, members, declared.name, problems)
    else:
        # Many models leave out that errors have a message.
        _expect("the error's members", members, ["message"], problems)


def _check_xml_error(operation, answer, problems):
    root = ElementTree.fromstring(answer.body)
    namespace = operation.service_model.metadata["xmlNamespace"]
    fault = "Sender" if answer.status < 500 else "Receiver"
    _expect("the root element", [root.tag], [f"{{{namespace}}}ErrorResponse"], problems)
    _expect("the root's elements", map(local_name, root), ["Error", "RequestId"], problems)
    parts = map(local_name, next(iter(root), []))
    _expect("the error's elements", parts, ["Type", "Code", "Message"], problems)
    _expect("the error's type", [root.findtext("{*}Error/{*}Type")], [fault], problems)


def _expect(what, found, wanted, problems):
    found = list(found)
    if found != wanted:
        problems.append(f"{what}: must be {', '.join(wanted)}, and is {', '.join(map(str, found))}")
