"""The page a link opens: no script, nothing fetched, fit for a telephone. Whoever has the link sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from ...rules.alert import Severity
from .words import word

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_STYLE: Final = (
    ":root{color-scheme:light dark;font:1.05rem/1.5 system-ui,sans-serif}"
    "body{margin:0 auto;max-width:34rem;padding:1rem;overflow-wrap:anywhere}"
    "h1{font-size:1.35rem;margin:.5rem 0}dl{display:grid;grid-template-columns:auto 1fr;gap:.3rem 1rem}"
    "dt{opacity:.7}dd{margin:0}"
    "button{width:100%;min-height:3.5rem;font:inherit;font-weight:600;border:0;border-radius:.8rem}"
    "button{background:#0b6bcb;color:#fff}"
    ".said{padding:.8rem 1rem;border-radius:.8rem;border:1px solid currentColor}"
    ".bar{height:.4rem;border-radius:.2rem;background:#0b6bcb}.warning{background:#c77700}"
    ".urgent,.safety{background:#c62828}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What the page shows; all of it plain text."""

    language: str
    title: str
    text: str = ""
    severity: Severity | None = None
    rows: Sequence[tuple[str, str]] = ()
    """Name and value."""
    said: str = ""
    """What happened already, or just now."""
    can_acknowledge: bool = False


def render_page(page: Page) -> str:
    """Return the page as HTML. Its only form sends POST to its own address."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in page.rows)
    parts = [
        f'<div class="bar {page.severity.value}"></div>' if page.severity else "",
        f"<h1>{escape(page.title)}</h1>",
        "".join(f"<p>{escape(line)}</p>" for line in page.text.splitlines()),
        f"<dl>{rows}</dl>" if rows else "",
        f'<p class="said" role="status">{escape(page.said)}</p>' if page.said else "",
        _form(page.language) if page.can_acknowledge else "",
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(page.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(word('page_title', page.language))}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _form(language: str) -> str:
    return f'<form method="post"><button type="submit">{escape(word("acknowledge", language))}</button></form>'
