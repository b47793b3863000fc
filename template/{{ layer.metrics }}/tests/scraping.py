"""Reading of metrics as Prometheus reads them."""

from prometheus_client.parser import text_string_to_metric_families


def value(text: str, name: str, **labels: str) -> float:
    """Return the value of one sample, or 0 if there is none."""
    samples = [each for family in text_string_to_metric_families(text) for each in family.samples]
    found = [each.value for each in samples if (each.name, each.labels) == (name, labels)]
    assert len(found) < 2
    return sum(found)
