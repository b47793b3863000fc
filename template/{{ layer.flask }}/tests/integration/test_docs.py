"""The OpenAPI document is complete."""

import re


def test_every_operation_and_every_schema_it_refers_to_is_described(client):
    spec = client.get("/openapi.json").json
    operations = [operation for path in spec["paths"].values() for operation in path.values()]
    schemas = set(re.findall(r"#/components/schemas/([\w.]+)", str(spec)))

    assert {"health", "health_live", "health_ready"} <= {each["operationId"] for each in operations}
    assert schemas <= spec["components"]["schemas"].keys()
