"""What else draws Plotly figures, or pictures like them, timed beside dashproof on the same points, turn by turn.

    python benches/peers.py target/release/dashproof [-n 15] [--points 1000]

Those that are installed take part: kaleido (with plotly and Chrome; one browser kept warm), vl-convert-python (an equal
Vega-Lite chart) and matplotlib (an equal scatter plot). dashproof starts a process for every picture. Prints the median,
the least and the most in ms, and the ratio to dashproof's median; only ratios of one run mean something.
"""

import argparse
import base64
import io
import json
import pathlib
import random
import statistics
import struct
import subprocess
import tempfile
import time


def kaleido(figure, _x, _y):
    import kaleido as engine
    import plotly.graph_objects as go

    engine.start_sync_server()
    drawn = go.Figure(figure)
    return lambda: drawn.to_image(format="png")


def vl_convert(_figure, x, y):
    import vl_convert as engine

    points = [{"x": a, "y": b} for a, b in zip(x, y)]
    axes = {name: {"field": name, "type": "quantitative"} for name in "xy"}
    spec = {"width": 560, "height": 380, "data": {"values": points}, "mark": "circle", "encoding": axes}
    text = json.dumps(spec)
    return lambda: engine.vegalite_to_png(text)


def matplotlib(_figure, x, y):
    import matplotlib as engine

    engine.use("Agg")
    import matplotlib.pyplot as plt

    def draw():
        page, axes = plt.subplots(figsize=(7, 5), dpi=100)
        axes.scatter(x, y, s=18)
        page.savefig(io.BytesIO(), format="png")
        plt.close(page)

    return draw


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dashproof")
    parser.add_argument("-n", type=int, default=15, help="turns")
    parser.add_argument("--points", type=int, default=1000)
    arguments = parser.parse_args()

    cloud = random.Random(7)
    x, y = ([cloud.gauss(0, 1) for _ in range(arguments.points)] for _ in "xy")
    typed = lambda column: {"dtype": "f8", "bdata": base64.b64encode(struct.pack(f"<{len(column)}d", *column)).decode()}
    figure = {"data": [{"type": "scatter", "mode": "markers", "x": typed(x), "y": typed(y)}], "layout": {}}

    with tempfile.TemporaryDirectory() as folder:
        source, picture = (str(pathlib.Path(folder, name)) for name in ("figure.json", "figure.png"))
        pathlib.Path(source).write_text(json.dumps(figure))
        command = [arguments.dashproof, "chart", source, "-o", picture]
        ours = "dashproof, a process each"
        draws = {ours: lambda: subprocess.run(command, check=True)}
        for peer in (kaleido, vl_convert, matplotlib):
            try:
                draws[peer.__name__] = peer(figure, x, y)
            except ImportError as missing:
                print(f"{peer.__name__}: left out: {missing}")
        times = {name: [] for name in draws}
        for turn in range(arguments.n + 1):
            for name, draw in draws.items():
                began = time.perf_counter()
                draw()
                if turn:  # The first warms up.
                    times[name].append((time.perf_counter() - began) * 1e3)

    base = statistics.median(times[ours])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:28} {median:9.1f} ms  ({min(taken):.1f} to {max(taken):.1f})  {median / base:6.1f} times")


if __name__ == "__main__":
    main()
