//! The built-in sales dashboard, on axum, speaking Dash's protocol.
