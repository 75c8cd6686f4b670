//! Real Dash apps from PyPI, without a browser and with one.
