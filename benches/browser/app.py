"""A chart of gapminder's data, a field that greets, and a button that counts: what the five steps are made in."""

import plotly.express as px
from dash import Dash, Input, Output, State, dcc, html

data = px.data.gapminder()
app = Dash(__name__)
app.layout = html.Div(
    [
        dcc.Dropdown(sorted(data.country.unique()), "Canada", id="country"),
        dcc.Graph(id="chart"),
        dcc.Input(id="name", value=""),
        html.P(id="greeting"),
        html.Button("Count", id="count"),
        html.P(id="counted"),
    ]
)


@app.callback(Output("chart", "figure"), Input("country", "value"))
def chart(country):
    return px.line(data[data.country == country], x="year", y="pop", title=f"Population of {country}")


@app.callback(Output("greeting", "children"), Input("name", "value"))
def greet(name):
    return f"Hello {name}!"


@app.callback(Output("counted", "children"), Input("count", "n_clicks"), State("name", "value"))
def count(clicks, name):
    return f"{clicks or 0} by {name or 'nobody'}"


if __name__ == "__main__":
    app.run()
