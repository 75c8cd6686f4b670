//! Component trees as the HTML that Dash's own components render: for lookup, visible text and page layout.
