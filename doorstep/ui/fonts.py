"""Where Inter lies: the django-unfold wheel ships it, so none is committed or fetched."""

from importlib.util import find_spec
from pathlib import Path


def font_dir() -> Path:
    """The folder with Inter-*.woff2. Listed in STATICFILES_DIRS under "fonts", it is served as /static/fonts/."""
    unfold = find_spec("unfold")
    if unfold is None or unfold.origin is None:
        raise ModuleNotFoundError("django-unfold, which brings the Inter font, is not installed.")
    return Path(unfold.origin).parent / "static" / "unfold" / "fonts" / "inter"
