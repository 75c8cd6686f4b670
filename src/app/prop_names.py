"""Prints the props of component classes as JSON, given a JSON list of [namespace, type]; unknown ones are left out."""

import importlib
import inspect
import json
import sys

sys.path.insert(0, "")
MODULES = {"dash_html_components": "dash.html", "dash_core_components": "dash.dcc", "dash_table": "dash.dash_table"}
known = []
for namespace, kind in json.loads(sys.argv[1]):
    try:
        component = getattr(importlib.import_module(MODULES.get(namespace, namespace)), kind)
        parameters = inspect.signature(component.__init__).parameters
    except Exception:
        continue
    names = [name for name in parameters if name not in ("self", "_", "args", "kwargs")]
    if "id" in names:
        known.append([namespace, kind, names])
print(json.dumps(known))
