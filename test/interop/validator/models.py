"""AWS's own models, as botocore ships them, and which of them a request is made for."""

from functools import cache
from urllib.parse import parse_qs

import botocore.session

JSON_SERVICES = ["memorydb", "redshift-serverless"]
QUERY_SERVICES = ["neptune", "docdb", "elasticache", "sts"]


SERVICES = [*JSON_SERVICES, *QUERY_SERVICES]


class NotInTheModel(Exception):
    """A request that no model knows."""


@cache
def service_model(name):
    return botocore.session.get_session().get_service_model(name)


@cache
def operation_model(service, name):
    return service_model(service).operation_model(name)


def operations_of(request):
    """The operation that a request asks for, once for each service that it may be meant for."""
    if request.target is not None:
        prefix, _, operation = request.target.partition(".")
        services = [
            name
            for name in JSON_SERVICES
            if service_model(name).metadata["targetPrefix"] == prefix
        ]
        asked = request.target
    else:
        form = parse_qs(request.body or "", keep_blank_values=True)
        operation = form.get("Action", [""])[0]
        version = form.get("Version", [""])[0]
        services = [
            name
            for name in QUERY_SERVICES
            if service_model(name).metadata["apiVersion"] == version
        ]
        # Neptune and DocumentDB have one wire: only the client says for which of them it speaks.
        named = [name for name in services if f" api/{name}#" in request.user_agent]
        services = named or services
        asked = f"Action={operation}&Version={version}"
    if not services:
        raise NotInTheModel(f"{asked} is of no service")
    unknown = [n for n in services if operation not in service_model(n).operation_names]
    if unknown:
        raise NotInTheModel(f"{', '.join(unknown)} has no operation {operation}")
    return [operation_model(name, operation) for name in services]


def protocol_of(operation):
    return operation.service_model.resolved_protocol


@cache
def declared_errors(operation):
    """The errors that an operation's model declares, by their code on the wire."""
    return _by_code(operation, operation.error_shapes)


@cache
def errors_of_service(operation):
    """The errors that the model of an operation's service declares for any of its operations."""
    service = operation.service_model
    shapes = map(service.shape_for, service.shape_names)
    return _by_code(operation, [shape for shape in shapes if shape.metadata.get("exception")])


def _by_code(operation, shapes):
    if protocol_of(operation) == "json":
        return {shape.name: shape for shape in shapes}
    return {shape.metadata.get("error", {}).get("code", shape.name): shape for shape in shapes}
