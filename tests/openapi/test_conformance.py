"""The API keeps what its document promises, whatever it is sent (schemathesis): no 5xx, documented shapes, problems as problems."""

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.support.clients import Client
from tests.support.estate import Estate

EXAMPLES = int(os.environ.get("LINLI_API_EXAMPLES", "8"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

SHARDS = 6  # so that several test processes can share the work


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_operation_answers_as_documented(shard: int, app: Flask, client: Client, estate: Estate) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = client.as_(estate.manager).headers
    operations = [result.ok() for result in schema.get_all_operations()]
    for operation in operations[shard::SHARDS]:
        probe(operation, headers)


def probe(operation: Any, headers: dict[str, str]) -> None:
    """Send one operation what the document allows, and what it does not."""

    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def run(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    run()
