"""OpenTelemetry's own reader of OTLP's JSON form. A request a line on stdin; for each its spans as JSON on stdout."""
import json
import sys

from opentelemetry.proto_json.collector.trace.v1.trace_service import ExportTraceServiceRequest



def without_empty_lists(value):
    """As protocol buffers write it: an empty list is not there."""
    if isinstance(value, dict):
        return {key: without_empty_lists(inner) for key, inner in value.items() if inner != []}
    return [without_empty_lists(inner) for inner in value] if isinstance(value, list) else value


for line in sys.stdin:
    given = without_empty_lists(json.loads(line))
    read = ExportTraceServiceRequest.from_dict(given)
    # What it does not know, it drops.
    if json.loads(read.to_json()) != given:
        raise SystemExit(f"read as {read.to_json()}, given {line}")
    spans = [
        {
            "service": next(a.value.string_value for a in resource.resource.attributes if a.key == "service.name"),
            "name": span.name,
            "kind": int(span.kind),
            "trace": span.trace_id.hex(),
            "id": span.span_id.hex(),
            "parent": span.parent_span_id.hex(),
            "nanos": span.end_time_unix_nano - span.start_time_unix_nano,
        }
        for resource in read.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    print(json.dumps(spans))
