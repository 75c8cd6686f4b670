"""A dropdown of countries over a chart with a title, as in many a dashboard: plotly's own gapminder data.

`python gapminder.py` serves it. `python gapminder.py duo N` runs the test N times by dash_duo in headless Chromium and
prints for each, in a JSON list, the milliseconds that it took with its browser's start, and without.
"""

import json
import sys
import time

import plotly.express as px
from dash import Dash, Input, Output, dcc, html

data = px.data.gapminder()


def build():
    app = Dash(__name__)
    app.layout = html.Div(
        [
            html.H1("Gapminder"),
            dcc.Dropdown(sorted(data.country.unique()), "Canada", id="country"),
            dcc.Graph(id="chart"),
        ]
    )

    @app.callback(Output("chart", "figure"), Input("country", "value"))
    def chart(country):
        return px.line(data[data.country == country], x="year", y="pop", title=f"Population of {country}")

    return app


def choose(dash_duo, build):
    """The test as dash_duo has it."""
    dash_duo.start_server(build())
    dash_duo.wait_for_text_to_equal("#chart .gtitle", "Population of Canada")
    dash_duo.find_element("#country").click()
    dash_duo.find_element(".dash-dropdown-search").send_keys("France")
    options = dash_duo.find_elements(".dash-dropdown-option, .dash-options-list-option")
    next(option for option in options if option.text == "France").click()
    dash_duo.wait_for_text_to_equal("#chart .gtitle", "Population of France")


def duo(times):
    import os
    import tempfile

    import pytest

    took = []

    class Clock:
        def pytest_setup_options(self):
            from selenium.webdriver.chrome.options import Options

            options = Options()
            for flag in ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]:
                options.add_argument(flag)
            return options

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_protocol(self, item):
            self.body = 0
            began = time.perf_counter()
            yield
            took.append([(time.perf_counter() - began) * 1000, self.body])

        @pytest.hookimpl(hookwrapper=True)
        def pytest_pyfunc_call(self, pyfuncitem):
            began = time.perf_counter()
            outcome = yield
            outcome.get_result()
            self.body = (time.perf_counter() - began) * 1000

    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "test_duo.py"), "w") as test:
            test.write(
                f"import sys\nsys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})\n"
                "import gapminder\nimport pytest\n"
                f"@pytest.mark.parametrize('n', range({times}))\n"
                "def test_duo(dash_duo, n):\n    gapminder.choose(dash_duo, gapminder.build)\n"
            )
        code = pytest.main([folder, "--headless", "-q", "-x", "-p", "no:cacheprovider"], plugins=[Clock()])
    if code:
        sys.exit(int(code))
    print(json.dumps(took))


if __name__ == "__main__":
    if sys.argv[1:2] == ["duo"]:
        duo(int(sys.argv[2]))
    else:
        build().run()
