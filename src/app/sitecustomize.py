"""Writes down where each Dash callback is defined: a line of JSON each, into the file that DASHPROOF_SOURCES names."""

import functools
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import json
import os
import sys

CALLBACKS = "dash._callback"
HERE = os.path.dirname(os.path.abspath(__file__))


def write(output, path, line):
    try:
        with open(os.environ["DASHPROOF_SOURCES"], "a", encoding="utf-8") as out:
            out.write(json.dumps({"output": output, "file": os.path.abspath(path), "line": line}) + "\n")
    except (OSError, KeyError, ValueError):
        pass


def watch(module):
    insert = getattr(module, "insert_callback", None)
    register = getattr(module, "register_callback", None)
    if insert is None or register is None:
        return
    dash = os.path.dirname(os.path.abspath(module.__file__)) + os.sep
    latest = []

    # Clientside callbacks have no function: theirs is the line that calls Dash.
    @functools.wraps(insert)
    def inserted(*args, **kwargs):
        output = insert(*args, **kwargs)
        latest[:] = [output]
        frame = sys._getframe(1)
        while frame is not None and os.path.abspath(frame.f_code.co_filename).startswith(dash):
            frame = frame.f_back
        if frame is not None:
            write(output, frame.f_code.co_filename, frame.f_lineno)
        return output

    @functools.wraps(register)
    def registered(*args, **kwargs):
        decorate = register(*args, **kwargs)
        output = latest[0] if latest else None

        @functools.wraps(decorate)
        def decorated(function):
            code = getattr(inspect.unwrap(function), "__code__", None)
            if output is not None and code is not None:
                write(output, code.co_filename, code.co_firstlineno)
            return decorate(function)

        return decorated

    module.insert_callback, module.register_callback = inserted, registered


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path) if name == CALLBACKS else None
        if spec is None:
            return None
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            watch(module)

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder())

# Python runs the first sitecustomize that it finds: the app's own must not be lost to this one.
others = [path for path in sys.path if os.path.abspath(path) != HERE]
own = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
if own is not None:
    own.loader.exec_module(importlib.util.module_from_spec(own))
