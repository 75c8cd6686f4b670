"""Serves an object of a module: module:app on the command line, HOST and PORT in the environment."""
import functools
import importlib
import inspect
import os
import sys

module_name, _, path = sys.argv[1].partition(":")
host, port = os.environ["HOST"], int(os.environ["PORT"])
sys.path.insert(0, os.getcwd())
module = importlib.import_module(module_name)
try:
    app = functools.reduce(getattr, path.split("."), module)
except AttributeError:
    names = sorted(name for name in vars(module) if not name.startswith("_"))
    sys.exit(f"{module_name} has no {path}; it has {', '.join(names)}")
if inspect.isfunction(app):
    app = app()
run = getattr(app, "run", None)
if run is not None and "host" in inspect.signature(run).parameters:
    run(host=host, port=port, debug=False)
elif inspect.iscoroutinefunction(getattr(type(app), "__call__", None)):
    import uvicorn

    uvicorn.run(app, host=host, port=port)
else:
    from wsgiref.simple_server import make_server

    make_server(host, port, app).serve_forever()
