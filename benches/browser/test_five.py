"""The five steps as dash_duo has them."""

from app import app


def test_five(dash_duo):
    dash_duo.start_server(app)
    dash_duo.wait_for_text_to_equal("#chart .gtitle", "Population of Canada")
    dash_duo.find_element("#country").click()
    dash_duo.find_element(".dash-dropdown-search").send_keys("France")
    options = dash_duo.find_elements(".dash-dropdown-option, .dash-options-list-option")
    next(option for option in options if option.text == "France").click()
    dash_duo.wait_for_text_to_equal("#chart .gtitle", "Population of France")
    dash_duo.find_element("#name").send_keys("Ada")
    dash_duo.wait_for_text_to_equal("#greeting", "Hello Ada!")
    dash_duo.find_element("#count").click()
    dash_duo.wait_for_text_to_equal("#counted", "1 by Ada")
