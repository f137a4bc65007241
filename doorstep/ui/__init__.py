"""The shared look: parts as Jinja2 macros, layouts, CSS and JavaScript without a build. No models, no business words."""
