//! Captures laid onto pages: PDF and HTML documents.
