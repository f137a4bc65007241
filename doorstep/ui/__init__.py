"""The shared look: parts as Jinja2 macros, layouts, CSS and JavaScript no build. No models, no business words."""
