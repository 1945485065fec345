"""PDFs made to harm a reader."""

import zlib

from tests.builders.hostile_pieces import SIGNAL, bomb, one
from tests.builders.pdf_prints import as_pdf, head, pdf, words

WHOLE = as_pdf(SIGNAL)


def raw(*objects: bytes) -> bytes:
    """Number objects from 1 and name the first as the root."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return content + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(content)


def stream(data: bytes, entries: bytes = b"/Filter /FlateDecode") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def paged(content: bytes, kids: bytes = b"[3 0 R]", count: int = 1) -> bytes:
    """Return one page whose contents are the object given."""
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids %s /Count %d >>" % (kids, count),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        b"/Resources << /Font << >> >> >>",
        content,
    )


def nested_forms(depth: int, n_drawn: int) -> bytes:
    """Return a page that draws a form that draws the next one, and the last itself."""
    forms = [
        stream(
            b"/D Do\n" * n_drawn,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources "
            b"<< /Font << >> /XObject << /D %d 0 R >> >>" % min(5 + n, 3 + depth),
        )
        for n in range(depth)
    ]
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
        b"/Resources << /Font << >> /XObject << /D 4 0 R >> >> >>",
        *forms,
    )


def drawn(content: str) -> bytes:
    return pdf(head() + content)


def with_script() -> bytes:
    return raw(
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript "
        b"/JS (app.launchURL\\('file:///etc/passwd'\\)) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )


ELSEWHERE = b"<< /Length 0 /F (/etc/passwd) >>\nstream\n\nendstream"
PRINTS = [
    one("pdf: bomb", paged(stream(bomb(600))), "unpacks to,? more"),
    one("pdf: bomb in a bomb", paged(stream(zlib.compress(bomb(600)),
        b"/Filter [/FlateDecode /FlateDecode]")), "unpacks to,? more"),
    one("pdf: bombs in a row", paged(b"[" + b"4 0 R " * 9000 + b"]"), r"\w"),
    one("pdf: many filters", paged(stream(b"", b"/Filter [" + b"/ASCIIHexDecode " * 999
        + b"]")), r"PDF"),
    one("pdf: wide rows", paged(stream(zlib.compress(bytes(99)), b"/Filter "
        b"/FlateDecode /DecodeParms << /Predictor 12 /Columns 999999999 >>")), "PDF"),
    one("pdf: forms in forms", nested_forms(400, 1), "PDF"),
    one("pdf: forms by ten", nested_forms(9, 10), "PDF"),
    one("pdf: operands", drawn("1 " * 900_000), "unpacks to,? more"),
    one("pdf: operators", drawn("q " * 900_000), "unpacks to,? more"),
    one("pdf: arrays", drawn("[" * 50_000), "PDF"),
    one("pdf: comment", drawn("%" + "x" * 9_000_000), "all else"),
    one("pdf: blanks", drawn(" " * 9_000_000), "all else"),
    one("pdf: text", drawn("BT (" + "x" * 9_000_000 + ") Tj ET"), "all else"),
    one("pdf: words", drawn(words("a", 1, 1) * 9000), "words"),
    one("pdf: points", drawn("0 0 m\n" + "1 1 l\n" * 1_200_000 + "S\n"), "points"),
    one("pdf: strokes", drawn("0 0 m 1 1 l S\n" * 90_000), "lines"),
    *(
        one(f"pdf: {number[:5]}", drawn(f"0 0 m\n{f'{number} 1 l ' * 99} S\n"),
            "no ECG|damaged|unpacks")
        for number in ("nan", "1e999", "-" * 9, "9" * 400, "1.2.3", "(a)", "[1]")
    ),
    one("pdf: turned to nothing", drawn("0 0 0 0 0 0 cm 9e99 0 0 9e99 0 0 cm "
        + "0 0 m\n" + "1 1 l\n" * 99 + "S\n"), "PDF"),
    one("pdf: no run", drawn("99 LINES\n-1 LINES\n(a) LINES\nLINES\n"), "damaged"),
    one("pdf: picture in the page", drawn("BI /W 9 /H 9 ID " + "x" * 999), "PDF"),
    one("pdf: encrypted", pdf(head(), password="secret"), "encrypted"),
    one("pdf: script", with_script(), "no ECG"),
    one("pdf: file elsewhere", paged(ELSEWHERE), "no ECG"),
    one("pdf: many pages", paged(b"", b"[" + b"3 0 R " * 900 + b"]", 900), "PDF"),
    one("pdf: pages in a circle", paged(b"", b"[2 0 R]"), "PDF"),
    one("pdf: cut", WHOLE[: len(WHOLE) // 2], "cut or damaged"),
    one("pdf: no objects", b"%PDF-1.7\nstartxref\n0\n%%EOF", "PDF"),
    one("pdf: no name", pdf(words("I", 1, 1)), "no ECG"),
]  # fmt: skip
