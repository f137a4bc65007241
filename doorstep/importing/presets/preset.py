"""What a preset is, the list of them, and how one is recognised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from doorstep.importing.sensitive import is_sensitive
from doorstep.importing.targets import BY_KEY, EMAIL, PHONE, SKIP
from doorstep.kit.tables import header_key

_WORTH_OF_A_SIGN = 10


@dataclass(frozen=True)
class ImportPreset:
    """How one program names its columns. Headers are given as `header_key` makes them, so that either spelling fits.

    `signs`: any of these sets of headers tells the program. `several` parts many values in one cell. `main_mark`
    begins the label of the value that the program takes first, in a column named like the value's own but for
    `label_ends`. `system_tags` are no tags of the person's own making.
    """

    key: str
    name: str | Promise
    columns: Mapping[str, str]
    signs: Sequence[frozenset[str]] = ()
    several: str = ""
    main_mark: str = ""
    value_end: str = ""
    label_ends: Sequence[str] = ()
    system_tags: frozenset[str] = field(default_factory=frozenset)

    def strength(self, headers: frozenset[str]) -> int:
        """0 when no sign is there; else the more of its columns are known, the surer."""
        found = max((len(sign) for sign in self.signs if sign <= headers), default=0)
        return found * _WORTH_OF_A_SIGN + len(headers & self.columns.keys()) if found else 0

    def own_tag(self, text: str) -> str:
        """The tag without the program's marks, '' for one that the program put there itself."""
        bare = text.strip().removeprefix(self.main_mark.strip()).strip() if self.main_mark else text.strip()
        return "" if bare.casefold() in self.system_tags else bare


PRESETS: dict[str, ImportPreset] = {}


def register(preset: ImportPreset) -> None:
    """A higher floor may know more programs; it adds them at start-up."""
    PRESETS[preset.key] = preset


def recognise(headers: Iterable[str]) -> ImportPreset:
    """The program that these headers come from, else the one that knows words only."""
    keys = frozenset(header_key(header) for header in headers)
    surest = max(PRESETS.values(), key=lambda preset: preset.strength(keys))
    return surest if surest.strength(keys) else PRESETS["other"]


def suggest(preset: ImportPreset, headers: Sequence[str]) -> list[str]:
    """For each column where it goes; sensitive ones nowhere."""
    words = PRESETS["other"].columns
    keys = [header_key(header) for header in headers]
    found = [
        SKIP if is_sensitive(header) else preset.columns.get(key, words.get(key, SKIP))
        for header, key in zip(headers, keys, strict=True)
    ]
    return _once_where_one_fits(found)


def _once_where_one_fits(found: Sequence[str]) -> list[str]:
    """Several columns may feed an e-mail, a phone, or what is joined; of the others the first one does."""
    taken: set[str] = set()
    kept: list[str] = []
    for target in found:
        may_repeat = target in (EMAIL, PHONE) or (target in BY_KEY and BY_KEY[target].joins)
        kept.append(target if may_repeat or target not in taken else SKIP)
        taken.add(target)
    return kept
