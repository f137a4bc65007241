"""Markdown becomes HTML that can do nothing but be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.safe_text import render_markdown


def test_markdown_is_rendered():
    html = render_markdown('# Hello\n\n**Maya**, see [this](https://example.com "t")\nline ~~two~~')
    assert html == (
        '<h1>Hello</h1>\n<p><strong>Maya</strong>, see <a href="https://example.com" title="t" '
        'rel="noopener noreferrer nofollow">this</a><br>\nline <s>two</s></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JAVA&#115;cript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.com/pixel.png)",
        '<a href="x" onclick="alert(1)">x</a>',
        '[x](https://example.com "a\\" onmouseover=\\"alert(1)")',
        "<img src=x onerror=alert(1)>",
        "<javascript:alert(1)>",
    ],
)
def test_nothing_in_it_runs_or_calls_home(text):
    tags = re.findall(r"<[^>]*>", render_markdown(text))
    assert all(re.fullmatch(r'</?p>|</a>|<a (href|title|rel)="[^"]*"( (title|rel)="[^"]*")*>', tag) for tag in tags)
    assert not any(re.search(r'href="(?!https?:)', tag) for tag in tags)


@given(st.text(alphabet="<>[]()!*_`\"'&/ ajx:#\n-=~", max_size=60))
def test_no_text_opens_a_tag_that_is_not_allowed(text):
    opened = set(re.findall(r"</?([a-z0-9]+)", render_markdown(text)))
    allowed = "p br hr strong em s a ul ol li blockquote code pre h1 h2 h3 h4 h5 h6"
    assert opened <= set(allowed.split())
