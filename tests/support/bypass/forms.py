"""Forms (RFC 7578) that one reader takes for a model's and another reader for another one's."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from tests.support.bypass.attempt import Content

__all__ = ["multipart_body", "two_forms", "two_parts"]

_BOUNDARY = "q7boundary"


def multipart_body(*parts: tuple[str, str], boundary: str = _BOUNDARY) -> Content:
    """Return fields and body of a form (RFC 7578) with these parts, names and values as they stand."""
    lines = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts
    )
    return (f"Content-Type: multipart/form-data; boundary={boundary}",), f"{lines}--{boundary}--\r\n".encode()


def two_parts(draw: random.Random, mine: str, theirs: str) -> Content:
    """Draw a form whose parts name two models, or one in a way that not every reader knows."""
    name = draw.choice(
        (
            "model",
            "Model",
            "MODEL",
            "model[]",
            " model",
            "model ",
            'model"; x="',
            'x"; name="model',
            "model%00",
            "mo%64el",
            "x\"; name*=utf-8''model; y=\"",
            'x"; name=model; y="',
            'model"; filename="f',
            'x"\r\nX: "y',
            "mod\\el",
            '\\"model',
            'model"\r\nContent-Transfer-Encoding: base64\r\nX: "',
            'model"\r\nContent-Type: text/plain; charset="utf-16',
        )
    )
    head = 'Content-Disposition: form-data; name="model"'
    orders = (
        (("model", mine), (name, theirs)),
        ((name, theirs), ("model", mine)),
        ((name, mine), ("model", theirs)),
        (("model", theirs), (name, mine)),
        ((name, theirs),),
        ((name, mine), (name, theirs)),
        (("model", f"{mine}\r\n{theirs}"),),
        (("model", f"{mine}\x00{theirs}"),),
        (("model", f" {mine}"),),
        (("file", f"x\r\n--{_BOUNDARY}x\r\n{head}\r\n\r\n{mine}"), ("model", theirs)),
        (("file", f"x\n--{_BOUNDARY}\n{head}\n\n{theirs}"), ("model", mine)),
        (("file", f"x\r\n--{_BOUNDARY} \t\r\n{head}\r\n\r\n{theirs}"), ("model", mine)),
    )
    return multipart_body(*draw.choice(orders))


def two_forms(draw: random.Random, mine: str, theirs: str) -> Content:
    """Draw forms of two boundaries, of which readers choose one, or one under another content type."""
    one, two = draw.choice(((mine, theirs), (theirs, mine)))
    first, second = (multipart_body(("model", model), boundary=mark)[1] for model, mark in ((one, "aaa"), (two, "bbb")))
    other = draw.choice(("bbb", '"bbb"', "bbb;x", "aaa ", "a\taa"))
    kind = draw.choice(
        (
            f"multipart/form-data; boundary=aaa; boundary={other}",
            f'multipart/form-data; boundary="aaa"; Boundary={other}',
            f"multipart/form-data; boundary={other}; boundary*=utf-8''aaa",
            f"multipart/form-data; boundary*0=a; boundary*1=aa; boundary={other}",
            f"multipart/form-data; boundary=aaa\r\nContent-Type: multipart/form-data; boundary={other}",
            f"multipart/form-data; boundary=aaa, multipart/form-data; boundary={other}",
            "multipart/form-data",
            "multipart/mixed; boundary=aaa",
            "multipart/form-data; charset=utf-16; boundary=aaa",
            "application/json",
            "application/x-www-form-urlencoded",
        )
    )
    shapes: tuple[Callable[[], bytes], ...] = (
        lambda: first + second,
        lambda: second + first,
        lambda: first.replace(b"--aaa--", b"--aaa\r\n\r\n" + second),
        lambda: first[:-4] + b"\r\n" + second,
        lambda: b"--aaa--\r\n" + first + second,
        lambda: b"preamble\r\n" + second + b"\r\n" + first,
        lambda: first.replace(b"\r\n", b"\n"),
        lambda: json.dumps({"model": mine}).encode(),
        lambda: gzip.compress(first),
    )
    coding = draw.choice(((), (), (), ("Content-Encoding: gzip",), ("Content-Transfer-Encoding: base64",)))
    return (f"Content-Type: {kind}", *coding), draw.choice(shapes)()
