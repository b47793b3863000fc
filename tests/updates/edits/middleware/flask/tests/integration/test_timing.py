"""Every response has a `Server-Timing` header."""


def test_a_response_tells_how_long_it_took(client):
    response = client.get("/health")

    assert response.headers["Server-Timing"].startswith("app;dur=")
