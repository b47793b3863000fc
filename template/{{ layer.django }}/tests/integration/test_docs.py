"""The OpenAPI document is complete, and the documentation page loads its files."""

import re


def test_every_operation_and_every_schema_it_refers_to_is_described(client):
    spec = client.get("/openapi.json").json()
    operations = [operation for path in spec["paths"].values() for operation in path.values()]
    parameters = [each for operation in operations for each in operation.get("parameters", [])]
    schemas = set(re.findall(r"#/components/schemas/([\w.]+)", str(spec)))

    assert {"health", "health_live", "health_ready"} <= {each["operationId"] for each in operations}
    assert schemas <= spec["components"]["schemas"].keys()
    assert {each["schema"]["type"] for each in parameters if each["in"] == "path"} <= {"integer"}


def test_the_page_has_its_files_from_the_service(client):
    addresses = re.findall(r'(?:src|href)="(docs/[^"]+)"', client.get("/docs").text)
    responses = [client.get(f"/{address}") for address in addresses]

    assert [(each.status_code, each.headers["Content-Type"]) for each in responses] == [
        (200, "text/css"),
        (200, "text/javascript"),
    ]
    assert "SwaggerUIBundle" in responses[1].text


def test_no_other_file_is_sent(client):
    assert client.get("/docs/index.html").json()["error"] == "not_found"
