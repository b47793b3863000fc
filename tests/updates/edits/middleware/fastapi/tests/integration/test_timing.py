"""Every response has a `Server-Timing` header."""


async def test_a_response_tells_how_long_it_took(client):
    response = await client.get("/health")

    assert response.headers["server-timing"].startswith("app;dur=")
