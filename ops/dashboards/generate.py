#!/usr/bin/env python3
"""Writes the Grafana dashboards, overview.json and capacity.json, beside itself.

Change the panels here, run this, and commit both. `generate.py --check` fails if the files are out of date.
Standard library only. `check` evaluates every expression in a real Prometheus.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
SELECTOR = 'job=~"$job",instance=~"$instance"'
MODELS = SELECTOR + ',model=~"$model"'
RATE = "$__rate_interval"

# Of unary calls that the server could have answered.
CALLS = f'grpc_server_processing_duration_seconds_count{{{SELECTOR},method_type="UNARY",service=~"ijepa.*"}}'
FAULTS = "INTERNAL|UNKNOWN|UNAVAILABLE|RESOURCE_EXHAUSTED|DEADLINE_EXCEEDED"


def rate(metric, by, selector=MODELS):
    return f"sum by ({by}) (rate({metric}{{{selector}}}[{RATE}]))"


def quantile(q, metric, by="", selector=MODELS):
    labels = "le" + (f", {by}" if by else "")
    return f"histogram_quantile({q}, sum by ({labels}) (rate({metric}_bucket{{{selector}}}[{RATE}])))"


def panel(title, unit, help, *queries, kind="timeseries", stack=False, width=12, height=8, most=None):
    """A panel of (legend, expression) pairs."""
    return dict(title=title, unit=unit, help=help, queries=queries, kind=kind, stack=stack, width=width, height=height,
                most=most)


def stat(title, unit, help, expr, legend=""):
    return panel(title, unit, help, (legend, expr), kind="stat", width=4, height=4)


OVERVIEW = [
    stat("Serving", "none", "Servers that are healthy, of those that are scraped.",
         f'sum(ijepa_healthy{{{SELECTOR}}})'),
    stat("Items answered", "ops", "Goodput: items whose response was handed to gRPC.",
         f'sum(rate(ijepa_item_duration_seconds_count{{{MODELS}}}[{RATE}]))'),
    stat("p99 of items", "s", "Whole time of items, of streams too.",
         quantile(0.99, "ijepa_item_duration_seconds")),
    stat("Utilisation", "percentunit", "Share of the lanes' time that ran batches.",
         f'sum(rate(ijepa_lanes_busy_seconds_total{{{MODELS}}}[{RATE}])) / sum(ijepa_lanes{{{MODELS}}})'),
    stat("Oldest item", "s", "Age of the oldest item that has no outcome yet.",
         f'max(ijepa_item_oldest_seconds{{{MODELS}}})'),
    stat("Refusals", "ops", "Everything that was refused because a bound was reached.",
         f'sum(rate(ijepa_refusals_total{{{SELECTOR}}}[{RATE}]))'),
    panel("Items by outcome", "ops", "ok, or the reason of the failure.",
          ("{{model}} {{outcome}}", rate("ijepa_items_total", "model, outcome")), stack=True),
    panel("Whole time of items", "s", "From the message until the response is handed to gRPC.",
          ("p50 {{priority}}", quantile(0.5, "ijepa_item_duration_seconds", "priority")),
          ("p99 {{priority}}", quantile(0.99, "ijepa_item_duration_seconds", "priority"))),
    panel("Where the time goes", "s", "Mean time of answered items by stage. A queue that grows is the first sign of too little capacity.",
          ("{{stage}}", f'{rate("ijepa_item_stage_seconds_sum", "stage")} / {rate("ijepa_item_stage_seconds_count", "stage")}'),
          stack=True),
    panel("Unary calls: latency", "s", "Whole calls, as the server sees them.",
          ("p50 {{method}}", quantile(0.5, "grpc_server_processing_duration_seconds", "method", SELECTOR + ',method_type="UNARY",service=~"ijepa.*"')),
          ("p99 {{method}}", quantile(0.99, "grpc_server_processing_duration_seconds", "method", SELECTOR + ',method_type="UNARY",service=~"ijepa.*"'))),
    panel("Calls by status", "ops", "A stream counts once, at its end.",
          ("{{method}} {{status_code}}", rate("grpc_server_processing_duration_seconds_count", "method, status_code", SELECTOR + ',service=~"ijepa.*"')),
          stack=True),
    panel("Availability of unary calls", "percentunit", "Share without a fault of the server. Busy and late calls count as faults.",
          ("available", f'1 - (sum(rate({CALLS[:-1]},status_code=~"{FAULTS}"}}[{RATE}])) or vector(0)) / sum(rate({CALLS}[{RATE}]))'),
          most=1),
    panel("Refusals by bound", "ops", "Which bound was reached: see the runbook.",
          ("{{reason}}", rate("ijepa_refusals_total", "reason", SELECTOR)), stack=True),
    panel("Faults of models", "none", "hangs: a batch does not come back. wrong_results: the canary is wrong.",
          ("{{instance}} {{model}} {{fault}}", f'ijepa_model_fault{{{MODELS}}}'), most=1),
    panel("Drift of heads", "percentunit", "Share of images that are as far from a head's classes as the farthest tenth of its held-out images, or farther: 10 % without drift.",
          ("{{model}} {{head}}", f'sum by (model, head) (rate(ijepa_head_distances_total{{{MODELS},decile=~"10|beyond"}}[{RATE}]))'
           f' / {rate("ijepa_head_distances_total", "model, head")} or on () vector(0)'), most=1),
    panel("Versions", "none", "Servers by version of the build and of each model.",
          ("build {{version}}", f'count by (version) (ijepa_build_info{{{SELECTOR}}})'),
          ("{{model}} {{version}}", f'count by (model, version) (ijepa_model_info{{{MODELS}}})')),
    panel("Time since the start", "s", "A line that falls is a restart.",
          ("{{instance}}", f'time() - process_start_time_seconds{{{SELECTOR}}}')),
]

CAPACITY = [
    panel("Utilisation of lanes", "percentunit", "1: the lanes never idle, and only a faster model or more servers add throughput.",
          ("{{model}} {{instance}}", f'{rate("ijepa_lanes_busy_seconds_total", "model, instance")} / sum by (model, instance) (ijepa_lanes{{{MODELS}}})'),
          most=1),
    panel("Lanes that run a batch", "none", "Now, of all that there are.",
          ("{{model}} busy", f'sum by (model) (ijepa_lanes_busy{{{MODELS}}})'),
          ("{{model}} all", f'sum by (model) (ijepa_lanes{{{MODELS}}})')),
    panel("Device time of an item", "s", "Lane time divided by items. It rises if a version is slower, or if batches are smaller.",
          ("{{model}}", f'{rate("ijepa_lanes_busy_seconds_total", "model")} / {rate("ijepa_batch_items_sum", "model")}')),
    panel("Items of a batch", "none", "Mean and p90. Batches grow with the load.",
          ("{{model}} mean", f'{rate("ijepa_batch_items_sum", "model")} / {rate("ijepa_batch_items_count", "model")}'),
          ("{{model}} p90", quantile(0.9, "ijepa_batch_items", "model"))),
    panel("Time of a batch", "s", "p50 and p99 of runs.",
          ("{{model}} p50", quantile(0.5, "ijepa_batch_run_seconds", "model")),
          ("{{model}} p99", quantile(0.99, "ijepa_batch_run_seconds", "model"))),
    panel("Padding", "percentunit", "Places of batches that held no item.",
          ("{{model}}", f'{rate("ijepa_batch_padding_total", "model")} / ({rate("ijepa_batch_padding_total", "model")} + {rate("ijepa_batch_items_sum", "model")})'),
          most=1),
    panel("What waits", "none", "Images that wait for a decoder, and for a batch. Decoding is the bottleneck if the first is higher.",
          ("decoder {{instance}}", f'ijepa_decode_queued{{{SELECTOR}}}'),
          ("batch {{model}} {{instance}}", f'ijepa_batch_queued{{{MODELS}}}')),
    panel("How long it waits", "s", "The oldest item, wherever it waits, and the oldest that waits for a batch.",
          ("item {{model}} {{instance}}", f'ijepa_item_oldest_seconds{{{MODELS}}}'),
          ("batch {{model}} {{instance}}", f'ijepa_batch_oldest_seconds{{{MODELS}}}')),
    panel("Budget of bytes", "percentunit", "Bytes in flight over their limit. Near 1 with nothing queued: clients read slowly.",
          ("{{instance}}", f'ijepa_inflight_bytes{{{SELECTOR}}} / ijepa_inflight_bytes_limit{{{SELECTOR}}}'), most=1),
    panel("Bytes held for clients", "bytes", "Outside of admitted items: messages that wait or come in part, images in decoders.",
          ("waiting {{instance}}", f'ijepa_waiting_bytes{{{SELECTOR}}}'),
          ("receiving {{instance}}", f'ijepa_receiving_bytes{{{SELECTOR}}}'),
          ("decoding {{instance}}", f'ijepa_decode_bytes{{{SELECTOR}}}')),
    panel("Memory by use", "bytes", "native: packed weights, batches, decoders, threads.",
          ("{{use}}", f'sum by (use) (ijepa_memory_bytes{{{SELECTOR}}})'),
          ("native", f'clamp_min(sum(ijepa_process_resident_bytes{{{SELECTOR}}}) - sum(ijepa_memory_bytes{{{SELECTOR}}}), 0)'),
          stack=True),
    panel("Memory of the process over its limit", "percentunit", "The kernel ends a container that passes 1.",
          ("{{instance}}", f'ijepa_process_resident_bytes{{{SELECTOR}}} / ijepa_process_memory_limit_bytes{{{SELECTOR}}}'), most=1),
    panel("Heap", "bytes", "Used, by area; and what gRPC has outside of it.",
          ("{{id}}", f'sum by (id) (jvm_memory_used_bytes{{{SELECTOR},area="heap"}})'),
          ("network", f'sum(ijepa_network_bytes{{{SELECTOR}}})'), stack=True),
    panel("Garbage collection", "percentunit", "Share of time that Java stood still.",
          ("{{instance}}", rate("jvm_gc_pause_seconds_sum", "instance", SELECTOR))),
    panel("Processor", "percentunit", "Processor time over the cores of the machine.",
          ("{{instance}}", f'rate(process_cpu_seconds_total{{{SELECTOR}}}[{RATE}]) / system_cpus{{{SELECTOR}}}'), most=1),
    panel("Connections and streams", "none", "Open now.",
          ("connections {{instance}}", f'ijepa_connections_open{{{SELECTOR}}}'),
          ("streams {{instance}}", f'ijepa_streams_open{{{SELECTOR}}}')),
    panel("Loading of models", "s", "How long the served version took to load and to warm.",
          ("{{model}} {{instance}}", f'ijepa_model_load_seconds{{{MODELS}}}')),
    panel("Items in flight", "none", "Admitted, without a released response.",
          ("{{instance}}", f'ijepa_inflight_items{{{SELECTOR}}}')),
]


def variable(name, label, query):
    return {
        "name": name, "label": label, "type": "query", "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "query": {"query": query, "refId": name}, "refresh": 2, "multi": True, "includeAll": True, "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
    }


def grafana_panel(number, its, x, y):
    fields = {"unit": its["unit"], "min": 0}
    if its["most"] is not None:
        fields["max"] = its["most"]
    if its["kind"] == "timeseries":
        fields["custom"] = {"fillOpacity": 30 if its["stack"] else 0, "showPoints": "never",
                            "stacking": {"mode": "normal" if its["stack"] else "none"}}
    options = ({"tooltip": {"mode": "multi", "sort": "desc"}, "legend": {"displayMode": "table", "calcs": ["lastNotNull", "max"]}}
               if its["kind"] == "timeseries" else {"reduceOptions": {"calcs": ["lastNotNull"]}})
    return {
        "id": number, "title": its["title"], "description": its["help"], "type": its["kind"],
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"x": x, "y": y, "w": its["width"], "h": its["height"]},
        "fieldConfig": {"defaults": fields, "overrides": []}, "options": options,
        "targets": [{"refId": chr(ord("A") + i), "expr": expr, "legendFormat": legend,
                     "datasource": {"type": "prometheus", "uid": "${datasource}"}}
                    | ({"exemplar": True} if "_bucket" in expr else {})
                    for i, (legend, expr) in enumerate(its["queries"])],
    }


def dashboard(uid, title, panels):
    placed, x, y, row = [], 0, 0, 0
    for number, its in enumerate(panels, 1):
        if x + its["width"] > 24:
            x, y, row = 0, y + row, 0
        placed.append(grafana_panel(number, its, x, y))
        x, row = x + its["width"], max(row, its["height"])
    return {
        "uid": uid, "title": title, "tags": ["ijepa"], "schemaVersion": 39, "version": 1, "editable": True,
        "timezone": "browser", "refresh": "30s", "time": {"from": "now-1h", "to": "now"},
        "links": [{"type": "dashboards", "tags": ["ijepa"], "title": "ijepa", "asDropdown": False}],
        "templating": {"list": [
            {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"},
            variable("job", "Job", "label_values(ijepa_build_info, job)"),
            variable("instance", "Instance", 'label_values(ijepa_build_info{job=~"$job"}, instance)'),
            variable("model", "Model", 'label_values(ijepa_model_info{job=~"$job"}, model)'),
        ]},
        "panels": placed,
    }


def main():
    stale = []
    for name, title, panels in [("overview", "ijepa-server: overview", OVERVIEW),
                                ("capacity", "ijepa-server: capacity", CAPACITY)]:
        path = HERE / f"{name}.json"
        text = json.dumps(dashboard(f"ijepa-{name}", title, panels), indent=2) + "\n"
        if "--check" in sys.argv:
            stale += [] if path.exists() and path.read_text() == text else [path.name]
        else:
            path.write_text(text)
    if stale:
        sys.exit(f"out of date, run ops/dashboards/generate.py: {', '.join(stale)}")


if __name__ == "__main__":
    main()
