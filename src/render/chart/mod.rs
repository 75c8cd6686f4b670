//! Plotly figures drawn without a browser: defaults, layout, then plotters on our own `DrawingBackend` over a scene.
