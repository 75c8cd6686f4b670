//! Component trees laid out by a CSS engine and painted into a scene. The only room that names Blitz.
