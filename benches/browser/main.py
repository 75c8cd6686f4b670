"""The same five steps in headless Chromium by dash_duo and by dashproof, turn by turn.

    python benches/browser/main.py target/release/dashproof [-n 10]

The Python that runs it needs `dash[testing]` and pandas; it runs the app too. Prints medians in s, the least and the most, and how many
times less dashproof takes; only ratios of one run mean something.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
OPTIONS = """
def pytest_setup_options():
    from selenium.webdriver.chrome.options import Options

    options = Options()
    for flag in ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]:
        options.add_argument(flag)
    return options
"""


def run(command, env):
    """Its seconds, and what it printed."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=HERE, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stdout)
    return took, done.stdout


def dash_duo(folder):
    """The whole command, and of it the test, with its browser's start and end, and its steps alone."""
    env = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "test_five.py", "--headless", "-p", "options", "-p", "no:cacheprovider"]
    whole, said = run([*command, "--durations=0", "-vv"], env)
    parts = {part: float(took) for took, part in re.findall(r"([\d.]+)s (setup|call|teardown)", said)}
    return {"whole command": whole, "test": sum(parts.values()), "steps": parts["call"]}


def dashproof(program):
    """The whole command with one test; the first and the further tests of one with all."""
    command = [program, "test", "five.yaml", "--reporter", "json"]
    env = {**os.environ, "DASHPROOF_PYTHON": sys.executable}
    whole, _ = run([*command, "--name", "new browser"], env)
    _, said = run(command, env)
    events = (json.loads(line) for line in said.splitlines())
    first, *further = [event["outcome"]["milliseconds"] / 1e3 for event in events if event["event"] == "test_finished"]
    return {"whole command": whole, "test, new browser": first, "test, warm browser": statistics.median(further)}


# What of ours is held against what of theirs, which has no warm browser.
PAIRS = [
    ("whole command", "whole command"),
    ("test, new browser", "test"),
    ("test, warm browser", "test"),
    ("test, warm browser", "steps"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dashproof", type=pathlib.Path)
    parser.add_argument("-n", type=int, default=10, help="turns")
    arguments = parser.parse_args()
    turns = []
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "options.py").write_text(OPTIONS)
        for turn in range(arguments.n + 1):
            turns.append((dash_duo(folder), dashproof(arguments.dashproof.resolve())))
    # The first warms up.
    theirs, ours = ({name: [turn[name] for turn in side[1:]] for name in side[0]} for side in zip(*turns))
    for mine, other in PAIRS:
        print(f"{mine:20} {told(ours[mine])}   dash_duo's {other:14} {told(theirs[other])}"
              f"   {statistics.median(theirs[other]) / statistics.median(ours[mine]):5.2f} times")


def told(taken):
    return f"{statistics.median(taken):6.2f} s ({min(taken):.2f} to {max(taken):.2f})"


if __name__ == "__main__":
    main()
