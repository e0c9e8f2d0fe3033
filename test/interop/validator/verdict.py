"""What becomes of one exchange, and of all of them."""

from collections import Counter

from check_answer import answer_problems, error_code
from check_request import request_problems
from models import SERVICES, NotInTheModel, operations_of

# What this project's code adds to the user agent, beside the SDK's own words.
OUR_USER_AGENT = " pulumi-aws-snapshots/"

# Where an answer may come from: of others nobody knows here how to judge them.
ORIGINS = ("service", "injected error", "injected text", "refusal")

# The sorts of what is counted, as people read them.
SORTS = {
    "requests": "requests checked",
    "answers": "answers checked",
    "injected errors": "errors that tests injected checked",
    "injected": "injected texts and cut connections",
    "refused requests": "wrong requests that were refused",
}


class Verdict:
    def __init__(self):
        self.exchanges = 0
        # Those that were read, and then neither judged nor counted as refused.
        self.skipped = 0
        # How many exchanges of a service, or of none, are of a sort.
        self.counts = Counter()
        # What is wrong: the tests that showed it.
        self.problems = {}

    def judge(self, exchange):
        self.exchanges += 1
        counted = self.counts.total()
        self._judge(exchange)
        if self.counts.total() == counted:
            self.skipped += 1

    def _judge(self, exchange):
        if exchange.answer is not None and exchange.answer.origin not in ORIGINS:
            return
        try:
            operations = operations_of(exchange.request)
        except NotInTheModel as error:
            self.counts["no service", "refused requests"] += 1
            if not _is_refused(exchange.answer):
                self._blame("a request", [f"{error}, and is not refused"], exchange)
            return
        for operation in operations:
            service = operation.service_model.service_name
            self._judge_request(operation, exchange, service)
            self._judge_answer(operation, exchange, service)

    def _judge_request(self, operation, exchange, service):
        request, answer = exchange.request, exchange.answer
        problems = request_problems(operation, request)
        what = f"{service}:{operation.name} request"
        # Tests of local AWS ask for what is wrong: then it must not be carried out. Our own code never does.
        on_purpose = OUR_USER_AGENT not in request.user_agent and _is_refused(answer)
        if problems and on_purpose:
            self.counts[service, "refused requests"] += 1
            return
        self.counts[service, "requests"] += 1
        self._blame(what, problems, exchange)
        if answer is not None and answer.origin == "refusal":
            code = error_code(operation, answer)
            self._blame(what, [f"refused with {code}, and the model allows it"], exchange)

    def _judge_answer(self, operation, exchange, service):
        answer = exchange.answer
        if answer is None or answer.origin == "injected text":
            self.counts[service, "injected"] += 1
            return
        sort = "injected errors" if answer.origin == "injected error" else "answers"
        self.counts[service, sort] += 1
        self._blame(f"{service}:{operation.name} answer", answer_problems(operation, answer), exchange)

    def _blame(self, what, problems, exchange):
        for problem in problems:
            self.problems.setdefault(f"{what}: {problem}", Counter())[exchange.test] += 1

    def demand_every_service(self):
        """Makes it a problem if there was nothing to judge of a service."""
        for service in SERVICES:
            for sort in ("requests", "answers"):
                if self.counts[service, sort] == 0:
                    self.problems[f"{service}: no {sort} were recorded"] = Counter()

    def lines(self):
        for service in [*SERVICES, "no service"]:
            counts = [f"{self.counts[service, sort]} {words}" for sort, words in SORTS.items()]
            shown = [count for count in counts if not count.startswith("0 ")]
            if shown:
                yield f"{service}: {', '.join(shown)}"
        yield f"{self.exchanges} exchanges, {self.skipped} skipped, {len(self.problems)} wrong"
        for problem, tests in sorted(self.problems.items()):
            shown = f" ({tests.total()} times, in {', '.join(sorted(tests))})" if tests else ""
            yield f"WRONG {problem}{shown}"


def _is_refused(answer):
    return answer is not None and answer.origin in ("refusal", "service") and answer.status >= 400
