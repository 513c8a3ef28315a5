"""Binary messages to the page: a header in JSON, then arrays as they lie in memory, which a browser reads without copying.

4 bytes        length of the header, little-endian
header         UTF-8 JSON; "arrays" lists name, kind, shape and offset of each
arrays         each begins at a multiple of 8 bytes from the beginning
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

ALIGNMENT = 8
_KINDS = {"uint8": "u1", "int16": "i2", "float32": "f4", "float64": "f8"}


def frame_of(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One message. arrays: uint8, int16, float32 or float64; KeyError for any other kind."""
    # Offsets stand in the header, and so does their length: they are counted from the end of the header instead.
    parts, listed, offset = [], [], 0
    for name, values in arrays.items():
        data = np.ascontiguousarray(values)
        raw = data.astype(data.dtype.newbyteorder("<"), copy=False).tobytes()
        listed.append({"name": name, "kind": _KINDS[data.dtype.name], "shape": list(data.shape), "offset": offset})
        raw += b"\0" * (-len(raw) % ALIGNMENT)
        parts.append(raw)
        offset += len(raw)
    # The header is padded with blanks, which JSON allows, so that the arrays begin where they should.
    text = json.dumps({**header, "arrays": listed}, ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-(len(text) + 4) % ALIGNMENT)
    return b"".join([len(text).to_bytes(4, "little"), text, *parts])


def read_frame(frame: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and arrays of a message."""
    length = int.from_bytes(frame[:4], "little")
    header = json.loads(frame[4 : 4 + length])
    arrays = {}
    for one in header["arrays"]:
        kind = np.dtype("<" + one["kind"])
        first, count = 4 + length + one["offset"], int(np.prod(one["shape"]))
        arrays[one["name"]] = np.frombuffer(frame, kind, count, first).reshape(one["shape"])
    return header, arrays
