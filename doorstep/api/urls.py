"""The API, version 1."""

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt

from doorstep.api.front import LARGEST, api, docs, for_machines, schema
from doorstep.api.problems import nothing_here
from doorstep.kit.bodies import takes_body

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", docs, name="docs"),
    path("openapi.json", schema, name="schema"),
    *(
        for_machines(pattern)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
    re_path("", csrf_exempt(takes_body(most=LARGEST)(nothing_here))),  # no path of the API is answered with a page
]
