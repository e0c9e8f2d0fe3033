"""What the models do not say and is right all the same: everything that is believed without them, with the reason."""

EVERY_SERVICE = "*"

# Error codes that an operation's model does not declare: (where, code): (status, reason).
UNDECLARED_ERRORS = {
    (EVERY_SERVICE, "IncompleteSignature"): (403, "IAM's list of errors common to all APIs"),
    (EVERY_SERVICE, "MissingAuthenticationToken"): (403, "IAM's list of errors common to all APIs"),
    (EVERY_SERVICE, "AccessDenied"): (403, "what services of the query protocol say without a permission"),
    (EVERY_SERVICE, "AccessDeniedException"): (400, "IAM's list of errors common to all APIs"),
    (EVERY_SERVICE, "Throttling"): (400, "what services of the query protocol say when they are asked too often"),
    (EVERY_SERVICE, "ThrottlingException"): (400, "IAM's list of errors common to all APIs"),
    (EVERY_SERVICE, "ExpiredToken"): (403, "what services of the query protocol say of credentials that have expired"),
    (EVERY_SERVICE, "ExpiredTokenException"): (403, "IAM's list of errors common to all APIs"),
    (EVERY_SERVICE, "InternalFailure"): (500, "IAM's list of errors common to all APIs"),
    (EVERY_SERVICE, "RequestLimitExceeded"): (400, "an answer of overload that all SDKs know"),
    (EVERY_SERVICE, "APICallRateForCustomerExceeded"): (
        400,
        "declared by ElastiCache alone, and a word of overload that clients must not take for another error",
    ),
    (EVERY_SERVICE, "APICallRateForCustomerExceededFault"): (
        400,
        "declared by MemoryDB alone, and a word of overload that clients must not take for another error",
    ),
    (EVERY_SERVICE, "UnknownOperationException"): (400, "AWS JSON: no such operation"),
    (EVERY_SERVICE, "SerializationException"): (400, "AWS JSON: the body does not fit the model"),
    (EVERY_SERVICE, "InvalidSignatureException"): (403, "a signature for another service"),
    (EVERY_SERVICE, "InvalidQueryParameter"): (400, "AWS query: a key that the model does not know"),
    (EVERY_SERVICE, "RequestEntityTooLarge"): (413, "a limit of local AWS, which speaks of itself here"),
    ("elasticache:ListTagsForResource", "InvalidSnapshotState"): (
        400,
        "the model's text says that it fails while the resource is not available, and names no error for that",
    ),
    ("elasticache:AddTagsToResource", "InvalidSnapshotState"): (
        400,
        "as ListTagsForResource: the model names such a state of other things with tags, and none of node snapshots",
    ),
    ("elasticache:RemoveTagsFromResource", "InvalidSnapshotState"): (
        400,
        "as ListTagsForResource: the model names such a state of other things with tags, and none of node snapshots",
    ),
    ("neptune", "InvalidParameterValue"): (400, "RDS's word, on the same wire, for values that the models do not limit"),
    ("docdb", "InvalidParameterValue"): (400, "RDS's word, on the same wire, for values that the models do not limit"),
    ("neptune", "InvalidParameterCombination"): (400, "RDS's word, on the same wire, for values that exclude each other"),
    ("docdb", "InvalidParameterCombination"): (400, "RDS's word, on the same wire, for values that exclude each other"),
    ("sts", "ValidationError"): (400, "IAM's list of errors common to all APIs"),
}

ONE_WIRE = "Neptune and DocumentDB answer on one wire, and DocumentDB's model leaves these of Neptune's out"

# Members of answers that a service's model leaves out: (service, shape): (members, reason).
UNKNOWN_MEMBERS = {
    ("docdb", "DBCluster"): ({"IAMDatabaseAuthenticationEnabled"}, ONE_WIRE),
    ("docdb", "DBClusterSnapshot"): (
        {"AllocatedStorage", "IAMDatabaseAuthenticationEnabled", "LicenseModel"},
        ONE_WIRE,
    ),
}

# Limits that an answer cannot keep: (service, shape): reason.
IMPOSSIBLE_LIMITS = {
    ("redshift-serverless", "SnapshotCopyConfigurations"): "required, and of at least one, also where there is none",
}

# Values that tests put into answers: (service, shape): (values, reason).
UNKNOWN_VALUES = {
    ("redshift-serverless", "SnapshotStatus"): (
        {"optimizing", "some-new-word", "copying", "deleting", "exporting", "modifying"},
        "tests put them there: words of the future and of the other services, which must not be taken for a failure",
    ),
}


def undeclared_status(operation, code):
    """The status of such an error, or None where it is not known."""
    service = operation.service_model.service_name
    for where in (f"{service}:{operation.name}", service, EVERY_SERVICE):
        if (where, code) in UNDECLARED_ERRORS:
            return UNDECLARED_ERRORS[where, code][0]
    return None


def is_expected(table, service, shape, value):
    return value in table.get((service, shape.name), ((), ""))[0]
