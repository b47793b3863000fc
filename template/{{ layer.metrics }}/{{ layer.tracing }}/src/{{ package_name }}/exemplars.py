"""Exemplars, which lead from a metric to a trace."""

from opentelemetry import trace


def current_exemplar() -> dict[str, str] | None:
    """Return the ids of the current span, if it is sampled."""
    context = trace.get_current_span().get_span_context()
    if not context.trace_flags.sampled:
        return None
    return {
        "trace_id": trace.format_trace_id(context.trace_id),
        "span_id": trace.format_span_id(context.span_id),
    }
