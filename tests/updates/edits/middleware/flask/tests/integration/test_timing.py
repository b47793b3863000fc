"""Every response tells how long it took."""


def test_a_response_tells_how_long_it_took(client):
    response = client.get("/health")

    assert response.headers["Server-Timing"].startswith("app;dur=")
