"""Makes odd image files: from many writers, and broken in the ways that bug reports tell of.

    python mass_files.py FOLDER

writes them, and MANIFEST: for each file its name, the SHA-256 of width, height and RGB pixels as Pillow gives them
("refused" if it gives none), and what Pillow takes it for, divided by tabs. The class PillowComparison of the tests
compares the decoders with that. Writers that are not installed are passed over.
"""

import hashlib
import io
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import warnings
import zlib

import numpy as np
from PIL import Image, ImageOps
from skimage import data as photographs

from bmp_files import bmp, run_lengths_4, run_lengths_8
from png_files import GRAY, GRAY_ALPHA, PALETTE, RGB, RGB_ALPHA, SIGNATURE, chunk, png

rng = random.Random(16)
CAT = Image.fromarray(photographs.chelsea()).crop((110, 20, 310, 180)).resize((75, 61), Image.Resampling.LANCZOS)
SMALL = CAT.crop((8, 6, 45, 29))
LARGE = Image.fromarray(photographs.chelsea())
CAT_ALPHA = CAT.copy()
CAT_ALPHA.putalpha(CAT.convert("L"))


def saved(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def tool(command: str, data: bytes, suffix: str = ".ppm", out: str = "") -> bytes | None:
    """What a command makes of a file: IN and OUT stand for the files, or it writes to its output."""
    words = command.split()
    if not shutil.which(words[0]):
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in" + suffix), pathlib.Path(folder, "out" + out)
        source.write_bytes(data)
        words = [w.replace("IN", str(source)).replace("OUT", str(target)) for w in words]
        run = subprocess.run(words, capture_output=True, timeout=60)
        return target.read_bytes() if target.exists() else run.stdout or None


# JPEG ---------------------------------------------------------------------------------------------------------------


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 255, marker, len(payload) + 2) + payload


def segments(jpeg: bytes) -> list[tuple[int, int, int]]:
    """Marker, begin and end of each segment up to the end; a scan ends where its data does."""
    found, at = [(0xD8, 0, 2)], 2
    while at < len(jpeg):
        marker = jpeg[at + 1]
        if marker == 0xD9:
            found.append((marker, at, at + 2))
            break
        end = at + 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
        if marker == 0xDA:
            while jpeg[end] != 255 or jpeg[end + 1] == 0 or 0xD0 <= jpeg[end + 1] <= 0xD7:
                end += 1
        found.append((marker, at, end))
        at = end
    return found


def place(jpeg: bytes, marker: int, number: int = 0) -> tuple[int, int]:
    return [(a, b) for m, a, b in segments(jpeg) if m == marker][number]


def icc(number: int, count: int, size: int = 300) -> bytes:
    return segment(0xE2, b"ICC_PROFILE\0" + bytes([number, count]) + bytes(size))


def adobe(transform: int) -> bytes:
    return segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform]))


def jfif(major: int, minor: int, unit: int = 0) -> bytes:
    return segment(0xE0, b"JFIF\0" + struct.pack(">BBBHHBB", major, minor, unit, 72, 72, 0, 0))


def jpeg_bases() -> dict[str, bytes]:
    import simplejpeg
    bases = {f"rgb{s}": simplejpeg.encode_jpeg(np.asarray(CAT), 85, "RGB", s) for s in ("444", "422", "420", "440", "411")}
    cmyk = CAT.convert("CMYK")
    ink = np.ascontiguousarray(255 - np.concatenate([np.asarray(cmyk)[:, :, :3], np.asarray(CAT.convert("L"))[:, :, None]], 2))
    for s in ("444", "422", "420", "440", "411"):
        bases[f"ycck{s}"] = simplejpeg.encode_jpeg(ink, 85, "CMYK", s)
    bases["gray"] = saved(CAT.convert("L"), "JPEG")
    bases["cmyk"] = saved(cmyk, "JPEG", quality=85)
    bases["keeprgb"] = saved(CAT, "JPEG", keep_rgb=True)
    bases["progressive"] = saved(CAT, "JPEG", progressive=True, quality=75)
    bases["progressive444"] = saved(CAT, "JPEG", progressive=True, quality=60, subsampling=0)
    bases["progressive-gray"] = saved(CAT.convert("L"), "JPEG", progressive=True)
    bases["progressive-cmyk"] = saved(cmyk, "JPEG", progressive=True)
    bases["progressive-ycck"] = tool("jpegtran -progressive IN", bases["ycck420"], ".jpg") or bases["ycck420"]
    bases["restart"] = saved(CAT, "JPEG", restart_marker_blocks=2)
    bases["restart-progressive"] = saved(CAT, "JPEG", restart_marker_blocks=3, progressive=True)
    bases["restart-cmyk"] = saved(cmyk, "JPEG", restart_marker_blocks=3)
    bases["restart-gray"] = saved(CAT.convert("L"), "JPEG", restart_marker_rows=1)
    bases["large"] = saved(LARGE, "JPEG", quality=90)
    bases["large-cmyk"] = saved(LARGE.convert("CMYK"), "JPEG", quality=90)
    return bases


def jpeg_writers(bases: dict[str, bytes]):
    ppm, pgm = saved(CAT, "PPM"), saved(CAT.convert("L"), "PPM")
    options = ["-arithmetic", "-arithmetic -progressive", "-grayscale", "-rgb", "-rgb -arithmetic", "-optimize", "-dct fast",
               "-restart 1", "-restart 2B", "-restart 3B -progressive", "-restart 1 -arithmetic", "-restart 2B -arithmetic -progressive",
               "-baseline -quality 3", "-quality 1", "-quality 100", "-smooth 30", "-lossless 1", "-lossless 4,2", "-lossless 7"]
    options += [f"-sample {s}" for s in ("1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "2x4", "3x1", "1x3", "4x4", "3x2",
                                          "2x2,1x1,2x1", "1x1,2x2,1x1", "2x1,1x2,1x1", "2x2,2x1,1x2", "4x2,1x1,2x2", "1x2,1x1,1x2",
                                          "2x2,2x2,2x2", "3x2,1x1,3x1", "1x1,2x1,2x1")]
    for number, option in enumerate(options):
        yield f"cjpeg{number}", tool(f"cjpeg {option} IN", ppm)
        yield f"cjpeg{number}-progressive", tool(f"cjpeg {option} -progressive IN", ppm)
        yield f"cjpeg{number}-arithmetic", tool(f"cjpeg {option} -arithmetic IN", ppm)
    for option in ("", "-arithmetic", "-progressive", "-sample 2x2", "-sample 1x2 -restart 1", "-lossless 3", "-precision 12"):
        yield "cjpeg-gray" + option.replace(" ", ""), tool(f"cjpeg {option} IN", pgm)
    yield "cjpeg-12", tool("cjpeg -precision 12 IN", ppm)
    for name, data in bases.items():
        for option in ("-arithmetic", "-arithmetic -progressive", "-progressive", "-grayscale", "-rotate 90", "-restart 2B", "-optimize",
                       "-arithmetic -restart 1", "-flip horizontal -trim"):
            yield f"jpegtran-{name}{option.replace(' ', '')}", tool(f"jpegtran {option} IN", data, ".jpg")
    try:
        import cv2
        bgr = np.asarray(CAT)[:, :, ::-1]
        for number, flags in enumerate([[], [cv2.IMWRITE_JPEG_PROGRESSIVE, 1], [cv2.IMWRITE_JPEG_RST_INTERVAL, 3],
                                        [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x411111], [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x121111],
                                        [cv2.IMWRITE_JPEG_OPTIMIZE, 1, cv2.IMWRITE_JPEG_LUMA_QUALITY, 30]]):
            yield f"opencv{number}", cv2.imencode(".jpg", bgr, flags)[1].tobytes()
    except ImportError:
        pass
    try:
        import imagecodecs
        for number, flags in enumerate([{}, {"lossless": True}, {"colorspace": "rgb"}, {"subsampling": "410"}, {"subsampling": "441"}]):
            try:
                yield f"imagecodecs{number}", imagecodecs.jpeg8_encode(np.asarray(CAT), **flags)
            except Exception:
                pass
        yield "imagecodecs-ljpeg", imagecodecs.ljpeg_encode(np.asarray(CAT.convert("L")))
        yield "imagecodecs-mozjpeg", imagecodecs.mozjpeg_encode(np.asarray(CAT))
    except Exception:
        pass
    for number, option in enumerate(["-sampling-factor 4:1:0", "-sampling-factor 3x1", "-colorspace CMYK", "-interlace JPEG",
                                     "-define jpeg:arithmetic-coding=true", "-colorspace Gray", "-define jpeg:optimize-coding=off"]):
        yield f"imagemagick{number}", tool(f"convert IN {option} OUT", ppm, ".ppm", ".jpg")


def inserted(jpeg: bytes, at: int, data: bytes) -> bytes:
    return jpeg[:at] + data + jpeg[at:]


def jpeg_mutations(name: str, jpeg: bytes):
    dqt, sof, sos, eoi = (place(jpeg, m)[0] for m in
                          (0xDB, next(m for m, _, _ in segments(jpeg) if 0xC0 <= m <= 0xCF and m not in (0xC4, 0xC8, 0xCC)), 0xDA, 0xD9))
    scan_end = place(jpeg, 0xDA)[1]
    plain = b"".join(jpeg[a:b] for m, a, b in segments(jpeg) if not 0xE0 <= m <= 0xEF)
    heads = {
        "icc-twice": icc(1, 1) + icc(1, 1), "icc-wrong-count": icc(1, 3), "icc-number-0": icc(0, 0), "icc-of-2-reversed": icc(2, 2) + icc(1, 2),
        "icc-short": segment(0xE2, b"ICC_PROFILE\0\1\1"), "icc-empty-name": segment(0xE2, b"ICC_PROFILE"), "jfif-2.01": jfif(2, 1),
        "jfif-0.0": jfif(0, 0), "jfif-dpi": jfif(1, 1, 1), "jfif-twice": jfif(1, 1) + jfif(1, 2),
        "jfif-short": segment(0xE0, b"JFIF\0\1\1"), "jfif-thumbnail": segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\2\2" + bytes(12)),
        "jfif-wrong-thumbnail": segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\x50\x50" + bytes(12)), "jfxx": segment(0xE0, b"JFXX\0\x10" + bytes(40)),
        "adobe-0": adobe(0), "adobe-1": adobe(1), "adobe-2": adobe(2), "adobe-3": adobe(3), "adobe-255": adobe(255),
        "adobe-short": segment(0xEE, b"Adobe\0\x64\0\0\0\0"), "adobe-twice": adobe(0) + adobe(1), "adobe-long": segment(0xEE, b"Adobe\0\x64\0\0\0\0\0more"),
        "com-empty": segment(0xFE, b""), "com": segment(0xFE, b"hello" * 99), "app15": segment(0xEF, bytes(9)), "app1-empty": segment(0xE1, b""),
        "photoshop": segment(0xED, b"Photoshop 3.0\x008BIM\4\x04"), "mpf-broken": segment(0xE2, b"MPF\0II*\0"), "fpxr": segment(0xE2, b"FPXR\0"),
        "tem": b"\xff\x01", "rst": b"\xff\xd3", "soi": b"\xff\xd8", "fill": b"\xff" * 9, "junk": b"\x11\x22\x33", "stuffed": b"\xff\0\xff\0",
        "reserved": segment(0x4F, bytes(3)), "jpg7": segment(0xF7, bytes(9)), "dnl": segment(0xDC, b"\0\x3d"), "dhp": segment(0xDE, bytes(12)),
        "exp": segment(0xDF, b"\x11"), "dac": segment(0xCC, b"\0\x10\x10\5"), "dri-0": segment(0xDD, b"\0\0"), "length-0": b"\xff\xe5\0\0",
        "length-1": b"\xff\xe5\0\1", "zeros": bytes(50), "thumbnail": segment(0xE1, b"Exif\0\0" + saved(SMALL, "JPEG")),
        "dht-index": segment(0xC4, b"\x09" + bytes(16)), "dqt-index": segment(0xDB, b"\x09" + bytes(64)),
        "dqt-trailing": segment(0xDB, b"\x03" + bytes(range(1, 65))), "dqt-16-bit": segment(0xDB, b"\x13" + bytes(range(1, 129)))}
    for kind, head in heads.items():
        yield f"first-{kind}", inserted(jpeg, 2, head)
        if kind.startswith(("adobe", "jfif", "icc")):
            yield f"only-{kind}", inserted(plain, 2, head)
    for kind in ("junk", "fill", "stuffed", "rst", "tem", "com", "zeros", "dnl", "adobe-2", "soi", "dri-0", "reserved"):
        for where, at in (("dqt", dqt), ("sof", sof), ("sos", sos), ("eoi", eoi), ("scan-end", scan_end)):
            yield f"{kind}-before-{where}", inserted(jpeg, at, heads[kind])
    yield "plain", plain
    yield "sof-twice", inserted(jpeg, sof, jpeg[sof:sof + 2 + struct.unpack(">H", jpeg[sof + 2:sof + 4])[0]])
    yield "no-dqt", jpeg[:dqt] + jpeg[place(jpeg, 0xDB)[1]:]
    if any(m == 0xC4 for m, _, _ in segments(jpeg)):
        yield "no-dht", b"".join(jpeg[a:b] for m, a, b in segments(jpeg) if m != 0xC4)
        at = place(jpeg, 0xC4)[0]
        yield "dht-broken", jpeg[:at + 6] + b"\xff" + jpeg[at + 7:]
    for kind, tail in {"": b"", "-1-byte": b"\0", "-2-bytes": b"\0\0", "-5-bytes": b"hello", "-8-bytes": bytes(8), "-20-bytes": bytes(20),
                       "-text": b"some text behind" * 5, "-ff": b"\xff" * 30, "-soi": b"\xff\xd8\xff\xe0", "-rst": b"\xff\xd0", "-sos": b"\xff\xda"}.items():
        yield f"no-eoi{tail and kind}", jpeg[:eoi] + tail
    yield "trailing", jpeg + bytes(100)
    yield "twice", jpeg + jpeg
    yield "twice-no-eoi", jpeg[:eoi] + jpeg
    for part in (0.1, 0.5, 0.9, 0.97):
        cut = sos + int((eoi - sos) * part)
        yield f"cut-{part}", jpeg[:cut]
        yield f"cut-{part}-eoi", jpeg[:cut] + b"\xff\xd9"
        yield f"cut-{part}-zeros", jpeg[:cut] + bytes(eoi - cut) + b"\xff\xd9"
    size = sof + 5
    for kind, (dh, dw) in {"taller": (16, 0), "much-taller": (300, 0), "lower": (-9, 0), "wider": (0, 7), "narrower": (0, -20)}.items():
        h, w = struct.unpack(">HH", jpeg[size:size + 4])
        yield kind, jpeg[:size] + struct.pack(">HH", h + dh, w + dw) + jpeg[size + 4:]
    yield "height-0", jpeg[:size] + b"\0\0" + jpeg[size + 2:]
    count = jpeg[sof + 9]
    for kind, ids in {"ids-rgb": b"RGBK", "ids-012": bytes(range(4)), "ids-123": bytes(range(1, 5)), "ids-same": bytes([1, 1, 1, 1]),
                      "ids-cmyk": b"CMYK", "ids-big": bytes([255, 254, 3, 9])}.items():
        for base, what in ((jpeg, ""), (plain, "-plain")):
            changed = bytearray(base)
            names = {}
            for m, a, b in segments(base):
                if 0xC0 <= m <= 0xCF and m not in (0xC4, 0xC8, 0xCC):
                    for i in range(count):
                        names[changed[a + 10 + 3 * i]] = ids[i]
                        changed[a + 10 + 3 * i] = ids[i]
                elif m == 0xDA:
                    for i in range(base[a + 4]):
                        changed[a + 5 + 2 * i] = names[base[a + 5 + 2 * i]]
            yield kind + what, bytes(changed)
    for kind, sampling in {"sampling-0": 0x01, "sampling-5": 0x51, "sampling-3": 0x31, "sampling-33": 0x33, "sampling-44": 0x44, "sampling-14": 0x14}.items():
        yield kind, jpeg[:sof + 11] + bytes([sampling]) + jpeg[sof + 12:]
    parameters = sos + 5 + 2 * jpeg[sos + 4]
    for kind, value in {"sos-zeros": b"\0\0\0", "sos-se-255": b"\0\xff\0", "sos-al": b"\0\x3f\1"}.items():
        yield kind, jpeg[:parameters] + value + jpeg[parameters + 3:]
    yield "lossless-marker", jpeg[:sof + 1] + b"\xc3" + jpeg[sof + 2:]
    yield "extended-marker", jpeg[:sof + 1] + b"\xc1" + jpeg[sof + 2:]
    yield "arithmetic-marker", jpeg[:sof + 1] + b"\xc9" + jpeg[sof + 2:]
    yield "12-bit-header", jpeg[:sof + 4] + b"\x0c" + jpeg[sof + 5:]
    for number in range(12):
        changed = bytearray(jpeg)
        for _ in range(rng.choice((1, 2, 5))):
            changed[rng.randrange(sos + 14, eoi)] = rng.randrange(256)
        yield f"noise{number}", bytes(changed)
    scans = [(a, b) for m, a, b in segments(jpeg) if m == 0xDA]
    for number, (a, b) in enumerate(scans):
        if len(scans) > 1:
            yield f"without-scan{number}", jpeg[:a] + jpeg[b:]
            yield f"up-to-scan{number}", jpeg[:b] + b"\xff\xd9"
            middle = (a + b) // 2
            yield f"up-to-half-scan{number}", jpeg[:middle] + b"\xff\xd9"
            yield f"cut-in-scan{number}", jpeg[:middle] + jpeg[b:]
            yield f"scan{number}-twice", jpeg[:b] + jpeg[a:b] + jpeg[b:]
    restarts = [i for i in range(sos, eoi) if jpeg[i] == 255 and 0xD0 <= jpeg[i + 1] <= 0xD7]
    if restarts:
        for number in range(0, len(restarts), max(1, len(restarts) // 4)):
            at = restarts[number]
            yield f"rst{number}-lost", jpeg[:at] + jpeg[at + 2:]
            for step in (1, 2, 3, 4, 5, 6, 7):
                yield f"rst{number}-plus{step}", jpeg[:at + 1] + bytes([0xD0 | (jpeg[at + 1] + step) & 7]) + jpeg[at + 2:]
            yield f"rst{number}-twice", inserted(jpeg, at, jpeg[at:at + 2])
            yield f"rst{number}-fill", inserted(jpeg, at, b"\xff\xff\xff")
            yield f"rst{number}-junk", inserted(jpeg, at, b"\x12\x34\x56\x78\x9a\xbc\xde\xf0\x12\x34\x56")
            yield f"rst{number}-cut", jpeg[:at - 5] + jpeg[at:]
            if number + 1 < len(restarts):
                yield f"rst{number}-interval-lost", jpeg[:at] + jpeg[restarts[number + 1]:]
        yield "dri-lost", b"".join(jpeg[a:b] for m, a, b in segments(jpeg) if m != 0xDD)
        yield "dri-other", b"".join(jpeg[a:b] if m != 0xDD else segment(0xDD, b"\0\5") for m, a, b in segments(jpeg))


def jpegs():
    bases = jpeg_bases()
    for name, data in bases.items():
        yield f"jpeg-{name}.jpg", data
        for kind, changed in jpeg_mutations(name, data):
            if not name.startswith("large") or kind.startswith(("no-eoi", "cut", "noise", "twice")):
                yield f"jpeg-{name}-{kind}.jpg", changed
    for name, data in jpeg_writers(bases):
        if data:
            yield f"jpeg-by-{name}.jpg", data
    for name in ("rgb420", "progressive"):
        for coding in ("-arithmetic", "-arithmetic -progressive", "-arithmetic -restart 1"):
            data = tool(f"jpegtran {coding} IN", bases[name], ".jpg")
            for kind, changed in jpeg_mutations(name, data) if data else ():
                yield f"jpeg-{name}{coding.replace(' ', '')}-{kind}.jpg", changed
    yield "jpeg-mpo.jpg", saved(CAT, "MPO", save_all=True, append_images=[SMALL])


# EXIF ---------------------------------------------------------------------------------------------------------------

ORDERS = {"<": b"II", ">": b"MM"}
CODES = {1: "B", 2: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I", 16: "Q"}


def entry(order: str, tag: int, kind: int, values: list, outside: int | None = None) -> bytes:
    """An entry; a value that is longer than four bytes is at outside."""
    if kind in (5, 10):
        data = b"".join(struct.pack(order + ("II" if kind == 5 else "ii"), *v) for v in values)
    else:
        data = struct.pack(order + str(len(values)) + CODES.get(kind, "B"), *values)
    head = struct.pack(order + "HHI", tag, kind, len(values))
    return head + (data + bytes(4))[:4] if len(data) <= 4 else head + struct.pack(order + "I", outside or 0)


def tiff_tags(entries: list[bytes], order: str = "<", head: bytes | None = None, count: int | None = None, tail: bytes = b"") -> bytes:
    head = head or ORDERS[order] + struct.pack(order + "H", 42)
    return (head + struct.pack(order + "IH", 8, len(entries) if count is None else count) + b"".join(entries)
            + struct.pack(order + "I", 0) + tail)


def exifs():
    for order, name in (("<", "le"), (">", "be")):
        six = entry(order, 274, 3, [6])
        one = entry(order, 274, 3, [1])
        for kind in CODES:
            if kind == 12 or kind == 16:
                tail = struct.pack(order + CODES[kind], 6)
                yield f"{name}-type{kind}", tiff_tags([entry(order, 274, kind, [6], 26)], order, tail=tail)
            else:
                yield f"{name}-type{kind}", tiff_tags([entry(order, 274, kind, [6])], order)
                yield f"{name}-type{kind}-three", tiff_tags([entry(order, 274, kind, [6, 3, 1], 26)], order,
                                                           tail=struct.pack(order + "3" + CODES[kind], 6, 3, 1))
        for kind, values in ((5, (6, 1)), (5, (12, 2)), (5, (6, 0)), (5, (13, 2)), (10, (-6, -1)), (10, (6, 1)), (10, (6, -1))):
            tail = struct.pack(order + ("II" if kind == 5 else "ii"), *values)
            yield f"{name}-type{kind}-{values[0]}-{values[1]}", tiff_tags([entry(order, 274, kind, [values], 26)], order, tail=tail)
        yield f"{name}-float-half", tiff_tags([entry(order, 274, 11, [6.5])], order)
        yield f"{name}-signed-negative", tiff_tags([entry(order, 274, 8, [-6])], order)
        for unknown in (0, 14, 15, 17, 18, 99):
            yield f"{name}-unknown-type{unknown}", tiff_tags([struct.pack(order + "HHIHH", 274, unknown, 1, 6, 0)], order)
            yield f"{name}-unknown-type{unknown}-then-six", tiff_tags([struct.pack(order + "HHIHH", 274, unknown, 1, 3, 0), six], order)
        for value in (0, 2, 3, 4, 5, 7, 8, 9, 255, 65535):
            yield f"{name}-value{value}", tiff_tags([entry(order, 274, 3, [value])], order)
        yield f"{name}-count-0", tiff_tags([struct.pack(order + "HHIHH", 274, 3, 0, 6, 0)], order)
        yield f"{name}-count-0-then-six", tiff_tags([struct.pack(order + "HHIHH", 274, 3, 0, 3, 0), six], order)
        yield f"{name}-count-2", tiff_tags([entry(order, 274, 3, [6, 1])], order)
        yield f"{name}-count-large", tiff_tags([struct.pack(order + "HHII", 274, 3, 4000000, 8), six], order)
        yield f"{name}-six-then-one", tiff_tags([six, one], order)
        yield f"{name}-one-then-six", tiff_tags([one, six], order)
        outside = struct.pack(order + "HHII", 271, 2, 9, 9999)
        inside = struct.pack(order + "HHII", 271, 2, 9, 8)
        long = struct.pack(order + "HHII", 272, 2, 100000, 8)
        yield f"{name}-behind-tag-outside", tiff_tags([outside, six], order)
        yield f"{name}-before-tag-outside", tiff_tags([six, outside], order)
        yield f"{name}-behind-tag-inside", tiff_tags([inside, six], order)
        yield f"{name}-behind-long-tag", tiff_tags([long, six], order)
        yield f"{name}-behind-long-tag-and-outside", tiff_tags([long, outside, six], order)
        yield f"{name}-behind-same-tag-twice", tiff_tags([inside, outside, six], order)
        yield f"{name}-count-of-entries-large", tiff_tags([six], order, count=500)
        yield f"{name}-count-of-entries-0", tiff_tags([six], order, count=0)
        yield f"{name}-unsorted", tiff_tags([entry(order, 305, 3, [1]), six, entry(order, 256, 3, [1])], order)
        whole = tiff_tags([inside, six], order)
        for length in range(0, len(whole), 2):
            yield f"{name}-cut-{length}", whole[:length]
        yield f"{name}-in-second-directory", (ORDERS[order] + struct.pack(order + "HIH", 42, 8, 1) + entry(order, 256, 3, [1])
                                              + struct.pack(order + "I", 26) + struct.pack(order + "H", 1) + six + bytes(4))
        yield f"{name}-directory-far", ORDERS[order] + struct.pack(order + "HI", 42, 40) + bytes(32) + struct.pack(order + "H", 1) + six + bytes(4)
        yield f"{name}-directory-outside", ORDERS[order] + struct.pack(order + "HI", 42, 4000) + six
        yield f"{name}-directory-at-0", tiff_tags([six], order)[:4] + struct.pack(order + "I", 0) + bytes(40)
        for kind, head in {"swapped-42": ORDERS[order] + struct.pack((">" if order == "<" else "<") + "H", 42), "43": ORDERS[order] + struct.pack(order + "H", 43),
                           "swapped-43": ORDERS[order] + struct.pack((">" if order == "<" else "<") + "H", 43), "0": ORDERS[order] + b"\0\0",
                           "mixed": b"IM*\0", "small": ORDERS[order].lower() + struct.pack(order + "H", 42)}.items():
            yield f"{name}-head-{kind}", tiff_tags([six], order, head=head)
    yield "prefix-twice", b"Exif\0\0" + tiff_tags([entry("<", 274, 3, [6])])
    yield "prefix-thrice", b"Exif\0\0Exif\0\0" + tiff_tags([entry("<", 274, 3, [6])])
    yield "text", b"no EXIF at all"


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description tiff:Orientation=\"%s\"/></x:xmpmeta>"
XMPS = {"attribute": XMP % b"6", "element": b"<x:xmpmeta><tiff:Orientation>8</tiff:Orientation></x:xmpmeta>", "apostrophes": XMP.replace(b'"', b"'") % b"6",
        "spaces": b"<tiff:Orientation> 6</tiff:Orientation>", "0": XMP % b"0", "9": XMP % b"9", "letter": XMP % b"x", "two": XMP % b"12",
        "twice": XMP % b"3" + XMP % b"6", "utf-16": (XMP % b"6").decode().encode("utf-16"), "latin-1": b"\xe4" + XMP % b"6"}


def oriented():
    base = saved(SMALL, "JPEG")
    plain = b"".join(base[a:b] for m, a, b in segments(base) if m != 0xE0)
    webp_base = saved(SMALL, "WEBP", lossless=True)
    broken_or_not = {"": b"", "-orientation": b"Exif\0\0" + tiff_tags([entry("<", 274, 3, [3])]), "-other": b"Exif\0\0" + tiff_tags([entry("<", 256, 3, [3])]),
                     "-byte": b"Exif\0\0" + tiff_tags([entry("<", 274, 1, [3])]), "-broken": b"Exif\0\0nothing", "-empty": b"Exif\0\0",
                     "-cut": b"Exif\0\0" + tiff_tags([entry("<", 256, 3, [3])])[:12]}
    for name, exif in exifs():
        yield f"exif-{name}.jpg", inserted(plain, 2, segment(0xE1, b"Exif\0\0" + exif))
        yield f"exif-{name}-dpi.jpg", inserted(plain, 2, jfif(1, 1, 1) + segment(0xE1, b"Exif\0\0" + exif))
        yield f"exif-{name}.png", png(np.asarray(SMALL), RGB, 8, extra=[chunk(b"eXIf", exif)])
        yield f"exif-{name}.webp", webp(SMALL.size, [(b"VP8L", webp_base[20:])], exif=exif)
    for name, xmp in XMPS.items():
        for kind, exif in broken_or_not.items():
            app1 = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
            head = segment(0xE1, exif) if exif else b""
            yield f"xmp-{name}{kind}.jpg", inserted(plain, 2, head + app1)
            yield f"xmp-{name}{kind}-dpi.jpg", inserted(plain, 2, jfif(1, 1, 1) + head + app1)
            chunks = [chunk(b"eXIf", exif[6:])] if exif else []
            yield f"xmp-{name}{kind}.png", png(np.asarray(SMALL), RGB, 8, extra=chunks + [chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)])
            yield f"xmp-{name}{kind}.webp", webp(SMALL.size, [(b"VP8L", webp_base[20:])], exif=exif[6:] or None, xmp=xmp)
    first, second = (segment(0xE1, b"Exif\0\0" + part) for part in (b"".join([tiff_tags([entry("<", 274, 3, [6])])[:16]]), tiff_tags([entry("<", 274, 3, [6])])[16:]))
    yield "exif-in-two-segments.jpg", inserted(plain, 2, first + second)
    yield "exif-twice.jpg", inserted(plain, 2, segment(0xE1, broken_or_not["-orientation"]) + segment(0xE1, b"Exif\0\0" + tiff_tags([entry("<", 274, 3, [6])])))
    yield "exif-behind-sof.jpg", inserted(base, place(base, 0xC0)[1], segment(0xE1, broken_or_not["-orientation"]))
    yield "exif-behind-scan.jpg", inserted(base, len(base) - 2, segment(0xE1, broken_or_not["-orientation"]))
    for one, other in (("attribute", "element"), ("apostrophes", "attribute"), ("attribute", "apostrophes")):
        yield f"xmp-{one}-then-{other}.jpg", inserted(plain, 2, b"".join(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMPS[x]) for x in (one, other)))
    yield "xmp-extended.jpg", inserted(plain, 2, segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + XMPS["attribute"]))
    rgb = np.asarray(SMALL)
    six, three = (tiff_tags([entry("<", 274, 3, [n])]) for n in (6, 3))
    raw = ("\nexif\n      %d\n" % len(b"Exif\0\0" + six) + (b"Exif\0\0" + six).hex()).encode()
    packed = zlib.compress(XMPS["attribute"])
    for name, chunks in {
            "raw-profile-text": [chunk(b"tEXt", b"Raw profile type exif\0" + raw)],
            "raw-profile-packed": [chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw))],
            "raw-profile-and-exif": [chunk(b"tEXt", b"Raw profile type exif\0" + raw), chunk(b"eXIf", three)],
            "raw-profile-lines": [chunk(b"tEXt", b"Raw profile type exif\0" + raw[:60] + b"\n" + raw[60:])],
            "raw-profile-app1": [chunk(b"tEXt", b"Raw profile type APP1\0" + raw)],
            "raw-profile-broken": [chunk(b"tEXt", b"Raw profile type exif\0nothing")],
            "text-exif": [chunk(b"tEXt", b"exif\0" + six)], "text-exif-prefix": [chunk(b"tEXt", b"exif\0Exif\0\0" + six)],
            "xmp-packed": [chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed)],
            "xmp-packed-method": [chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\1\0\0" + packed)],
            "xmp-packed-broken": [chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed[:20])],
            "xmp-short": [chunk(b"iTXt", b"XML:com.adobe.xmp\0\0")], "xmp-no-language": [chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0" + XMPS["attribute"])],
            "xmp-in-text": [chunk(b"tEXt", b"XML:com.adobe.xmp\0" + XMPS["attribute"])],
            "xmp-in-packed-text": [chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + packed)],
            "xmp-key-xmp": [chunk(b"tEXt", b"xmp\0" + XMPS["attribute"])],
            "xmp-twice": [chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMPS[x]) for x in ("attribute", "element")],
            "exif-twice": [chunk(b"eXIf", six), chunk(b"eXIf", three)], "exif-prefix": [chunk(b"eXIf", b"Exif\0\0" + six)]}.items():
        yield f"meta-{name}.png", png(rgb, RGB, 8, extra=chunks)
        yield f"meta-{name}-after.png", png(rgb, RGB, 8, after=chunks)
        animated = [chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, *SMALL.size, 0, 0, 1, 10, 0, 0))]
        more = [chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, *SMALL.size, 0, 0, 1, 10, 0, 0))]
        yield f"meta-{name}-animated.png", png(rgb, RGB, 8, extra=animated, after=more + chunks)
        yield f"meta-{name}-animated-before.png", png(rgb, RGB, 8, extra=animated, after=chunks + more)


# WebP ---------------------------------------------------------------------------------------------------------------


def riff(chunks: list[tuple[bytes, bytes]], size: int | None = None) -> bytes:
    body = b"".join(name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body) if size is None else size) + b"WEBP" + body


def vp8x(size: tuple, flags: int) -> tuple[bytes, bytes]:
    return b"VP8X", struct.pack("<I", flags) + struct.pack("<I", size[0] - 1)[:3] + struct.pack("<I", size[1] - 1)[:3]


def webp(size: tuple, image: list, exif: bytes | None = None, xmp: bytes | None = None) -> bytes:
    more = ([(b"EXIF", exif)] if exif is not None else []) + ([(b"XMP ", xmp)] if xmp is not None else [])
    return riff([vp8x(size, (8 if exif is not None else 0) | (4 if xmp is not None else 0)), *image, *more])


def chunks_of(file: bytes, at: int = 12) -> list[tuple[bytes, bytes]]:
    found = []
    while at + 8 <= len(file):
        length = struct.unpack("<I", file[at + 4:at + 8])[0]
        found.append((file[at:at + 4], file[at + 8:at + 8 + length]))
        at += 8 + length + length % 2
    return found


def webps():
    bases = {"lossy": saved(SMALL, "WEBP", quality=70), "lossless": saved(SMALL, "WEBP", lossless=True),
             "alpha": saved(CAT_ALPHA, "WEBP", quality=70), "alpha-lossless": saved(CAT_ALPHA, "WEBP", lossless=True),
             "animated": saved(SMALL, "WEBP", save_all=True, append_images=[SMALL.transpose(0)], lossless=True),
             "animated-lossy": saved(SMALL, "WEBP", save_all=True, append_images=[SMALL.transpose(0)], quality=60),
             "animated-alpha": saved(CAT_ALPHA, "WEBP", save_all=True, append_images=[CAT_ALPHA.transpose(0)], quality=60)}
    six = tiff_tags([entry("<", 274, 3, [6])])
    for name, base in bases.items():
        yield f"webp-{name}.webp", base
        parts = chunks_of(base)
        size = Image.open(io.BytesIO(base)).size
        image = [(k, d) for k, d in parts if k != b"VP8X"]
        extended = parts[0] if parts[0][0] == b"VP8X" else vp8x(size, 0)
        flags = extended[1][0]
        for flag in (0, 1, 2, 4, 8, 16, 32, 64, 128, 0x3E):
            yield f"webp-{name}-flags{flag}.webp", riff([(b"VP8X", bytes([flag]) + extended[1][1:]), *image])
            yield f"webp-{name}-flags-xor{flag}.webp", riff([(b"VP8X", bytes([flag ^ flags]) + extended[1][1:]), *image])
        for kind, changed in {"reserved": extended[1][:1] + b"\1\2\3" + extended[1][4:], "wider": flags.to_bytes(4, "little") + struct.pack("<I", size[0])[:3] + extended[1][7:],
                              "short": extended[1][:8], "long": extended[1] + b"more"}.items():
            yield f"webp-{name}-vp8x-{kind}.webp", riff([(b"VP8X", changed), *image])
        first = (b"VP8X", extended[1])
        exif_flag = (b"VP8X", bytes([flags | 8]) + extended[1][1:])
        for kind, chunks in {
                "unknown-first": [(b"ABCD", b"12345")] + parts, "unknown-last": parts + [(b"ABCD", b"12345")], "unknown-between": [first, (b"ABCD", b"1234")] + image,
                "vp8x-twice": [first, first] + image, "image-twice": [first] + image + image, "no-image": [first], "exif-unflagged": [first] + image + [(b"EXIF", six)],
                "exif-before": [exif_flag, (b"EXIF", six)] + image, "exif": [exif_flag] + image + [(b"EXIF", six)], "exif-twice": [exif_flag] + image + [(b"EXIF", six), (b"EXIF", b"")],
                "exif-prefix": [exif_flag] + image + [(b"EXIF", b"Exif\0\0" + six)], "exif-no-vp8x": image + [(b"EXIF", six)], "exif-flag-only": [exif_flag] + image,
                "icc": [(b"VP8X", bytes([flags | 32]) + extended[1][1:]), (b"ICCP", bytes(99))] + image, "icc-behind": [(b"VP8X", bytes([flags | 32]) + extended[1][1:])] + image + [(b"ICCP", bytes(99))],
                "icc-unflagged": [first, (b"ICCP", bytes(99))] + image}.items():
            yield f"webp-{name}-{kind}.webp", riff(chunks)
        whole = riff(parts)
        for kind, changed in {"riff-short": whole[:4] + struct.pack("<I", len(whole) - 20) + whole[8:], "riff-long": whole[:4] + struct.pack("<I", len(whole) + 20) + whole[8:],
                              "riff-1-more": whole[:4] + struct.pack("<I", len(whole) - 7) + whole[8:], "riff-0": whole[:4] + bytes(4) + whole[8:], "trailing": whole + b"more bytes",
                              "riff-ffff": whole[:4] + b"\xff\xff\xff\xff" + whole[8:], "riff-odd": whole[:4] + struct.pack("<I", len(whole) - 9) + whole[8:]}.items():
            yield f"webp-{name}-{kind}.webp", changed
        for part in (0.3, 0.6, 0.9, 0.99):
            cut = int(len(base) * part)
            yield f"webp-{name}-cut-{part}.webp", base[:cut]
            yield f"webp-{name}-cut-{part}-told.webp", base[:4] + struct.pack("<I", cut - 8) + base[8:cut]
        for number in range(15):
            changed = bytearray(base)
            for _ in range(rng.choice((1, 3))):
                changed[rng.randrange(12, len(changed))] = rng.randrange(256)
            yield f"webp-{name}-noise{number}.webp", bytes(changed)
        for index, (kind, data) in enumerate(parts):
            if kind == b"ALPH":
                for head in (*range(0, 16), 0x10, 0x20, 0x30, 0x40, 0x80, 0x11):
                    yield f"webp-{name}-alph{head}.webp", riff(parts[:index] + [(kind, bytes([head]) + data[1:])] + parts[index + 1:])
                for what, payload in {"empty": b"", "head-only": b"\0", "cut": data[:len(data) // 2], "raw": b"\0" + bytes(size[0] * size[1]),
                                      "raw-short": b"\0" + bytes(size[0] * size[1] - 1), "raw-long": b"\0" + bytes(size[0] * size[1] + 9)}.items():
                    yield f"webp-{name}-alph-{what}.webp", riff(parts[:index] + [(kind, payload)] + parts[index + 1:])
                yield f"webp-{name}-alph-twice.webp", riff(parts[:index] + [(kind, data)] + parts[index:])
                yield f"webp-{name}-alph-behind.webp", riff(parts[:index] + [parts[index + 1], (kind, data)])
            if kind == b"ANMF":
                for at, value in ((0, 1), (3, 1), (6, 1), (9, 1), (15, 255), (15, 3), (12, 9)):
                    yield f"webp-{name}-frame{index}-{at}-{value}.webp", riff(parts[:index] + [(kind, data[:at] + bytes([value]) + data[at + 1:])] + parts[index + 1:])
                yield f"webp-{name}-frame{index}-lost.webp", riff(parts[:index] + parts[index + 1:])
                yield f"webp-{name}-frame{index}-empty.webp", riff(parts[:index] + [(kind, data[:16])] + parts[index + 1:])
                yield f"webp-{name}-frame{index}-short.webp", riff(parts[:index] + [(kind, data[:10])] + parts[index + 1:])
                yield f"webp-{name}-frame{index}-unknown.webp", riff(parts[:index] + [(kind, data + b"ABCD\4\0\0\0wxyz")] + parts[index + 1:])
            if kind == b"ANIM":
                yield f"webp-{name}-anim-lost.webp", riff(parts[:index] + parts[index + 1:])
                yield f"webp-{name}-anim-short.webp", riff(parts[:index] + [(kind, data[:4])] + parts[index + 1:])
                yield f"webp-{name}-anim-background.webp", riff(parts[:index] + [(kind, b"\x10\x20\x30\xff\0\0")] + parts[index + 1:])
    png_file = saved(CAT_ALPHA, "PNG")
    for number, option in enumerate(["-lossless", "-near_lossless 40", "-q 10", "-m 6 -segments 4 -sns 100", "-f 100 -strong", "-f 0", "-f 60 -nostrong", "-partitions 3 -pass 6",
                                     "-alpha_method 0", "-alpha_filter best", "-alpha_q 30", "-exact -lossless", "-sharp_yuv", "-lossless -z 9", "-sharpness 7 -f 50", "-noalpha"]):
        yield f"webp-by-cwebp{number}.webp", tool(f"cwebp -quiet {option} IN -o OUT", png_file, ".png")


# PNG ----------------------------------------------------------------------------------------------------------------


def header(width: int, height: int, depth: int = 8, colour: int = RGB, compression: int = 0, filters: int = 0, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, compression, filters, interlace))


def wrong(data: bytes) -> bytes:
    """A chunk with a wrong checksum."""
    return data[:-1] + bytes([data[-1] ^ 1])


def pngs():
    rgb = np.asarray(SMALL).astype(np.int64)
    gray = np.asarray(SMALL.convert("L")).astype(np.int64)[:, :, None]
    palette = SMALL.quantize(40)
    indices = np.asarray(palette)[:, :, None].astype(np.int64)
    table = chunk(b"PLTE", np.asarray(palette.getpalette()[:120], dtype=np.uint8).tobytes())
    base = png(rgb, RGB, 8)
    parts = [(kind, data) for kind, data in png_chunks(base)]
    idat = next(d for k, d in parts if k == b"IDAT")
    one = header(*SMALL.size)
    end = chunk(b"IEND", b"")

    def built(*pieces: bytes) -> bytes:
        return SIGNATURE + b"".join(pieces)

    pixels = chunk(b"IDAT", idat)
    ancillary = {
        "gama": chunk(b"gAMA", struct.pack(">I", 45455)), "gama-0": chunk(b"gAMA", bytes(4)), "gama-short": chunk(b"gAMA", b"\0"), "chrm": chunk(b"cHRM", bytes(32)),
        "chrm-short": chunk(b"cHRM", bytes(3)), "srgb": chunk(b"sRGB", b"\0"), "srgb-empty": chunk(b"sRGB", b""), "iccp": chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(99))),
        "iccp-broken": chunk(b"iCCP", b"x\0\0broken"), "iccp-method": chunk(b"iCCP", b"x\0\1" + zlib.compress(bytes(99))), "iccp-no-name": chunk(b"iCCP", b"abc"),
        "iccp-large": chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(2000000))), "phys": chunk(b"pHYs", struct.pack(">IIB", 1, 2, 1)), "phys-short": chunk(b"pHYs", b""),
        "time": chunk(b"tIME", bytes(7)), "sbit": chunk(b"sBIT", b"\5\5\5"), "hist": chunk(b"hIST", bytes(4)), "bkgd": chunk(b"bKGD", bytes(6)), "splt": chunk(b"sPLT", b"x\0\x08"),
        "trns": chunk(b"tRNS", struct.pack(">HHH", *rgb[3, 3])), "trns-short": chunk(b"tRNS", b"\0"), "trns-long": chunk(b"tRNS", bytes(600)), "text": chunk(b"tEXt", b"a\0b"),
        "text-no-key": chunk(b"tEXt", b"\0b"), "text-no-zero": chunk(b"tEXt", b"hello"), "ztxt-method": chunk(b"zTXt", b"a\0\7x"), "ztxt-broken": chunk(b"zTXt", b"a\0\0x"),
        "ztxt-large": chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2000000))), "itxt-broken": chunk(b"iTXt", b"a"), "unknown": chunk(b"abCd", b"x"), "critical": chunk(b"ABCD", b"x"),
        "dollar": chunk(b"a$b!", b"x"), "high": chunk(b"\xe4bcd", b"x"), "digits": chunk(b"a1b2", b"x"), "plte": chunk(b"PLTE", bytes(30)), "plte-odd": chunk(b"PLTE", bytes(31)),
        "plte-long": chunk(b"PLTE", bytes(900)), "cgbi": chunk(b"CgBI", b"\x50\0\x20\2"), "actl-0": chunk(b"acTL", bytes(8)), "actl-short": chunk(b"acTL", bytes(3)),
        "actl": chunk(b"acTL", struct.pack(">II", 1, 0)), "actl-3": chunk(b"acTL", struct.pack(">II", 3, 0)), "fctl-short": chunk(b"fcTL", bytes(3)), "cicp": chunk(b"cICP", b"\1\2\0\1"),
        "exif-empty": chunk(b"eXIf", b""), "ihdr-again": one, "fdat": chunk(b"fdAT", struct.pack(">I", 0) + idat), "fctl-5": chunk(b"fcTL", struct.pack(">IIIIIHHBB", 5, *SMALL.size, 0, 0, 1, 1, 0, 0)),
        "fctl-large": chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 500, 500, 0, 0, 1, 1, 0, 0)), "fctl-small": chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 20, 10, 4, 5, 1, 1, 0, 0))}
    for kind, data in ancillary.items():
        yield f"png-{kind}-before.png", built(one, data, pixels, end)
        yield f"png-{kind}-after.png", built(one, pixels, data, end)
        yield f"png-{kind}-wrong-checksum-before.png", built(one, wrong(data), pixels, end)
        yield f"png-{kind}-wrong-checksum-after.png", built(one, pixels, wrong(data), end)
        yield f"png-{kind}-first.png", built(data, one, pixels, end)
    half = len(idat) // 2
    split = [chunk(b"IDAT", idat[:half]), chunk(b"IDAT", idat[half:])]
    for kind, pieces in {
            "no-end": [one, pixels], "no-end-cut-checksum": [one, pixels[:-2]], "no-checksum": [one, pixels[:-4]], "wrong-pixels-checksum": [one, wrong(pixels), end],
            "wrong-header-checksum": [wrong(one), pixels, end], "wrong-end-checksum": [one, pixels, wrong(end)], "trailing": [one, pixels, end, b"more"], "twice": [one, pixels, end, SIGNATURE, one, pixels, end],
            "end-with-data": [one, pixels, chunk(b"IEND", b"x")], "split": [one, *split, end], "split-wrong": [one, split[0], wrong(split[1]), end], "split-by-text": [one, split[0], ancillary["text"], split[1], end],
            "empty-first": [one, chunk(b"IDAT", b""), pixels, end], "empty-between": [one, split[0], chunk(b"IDAT", b""), split[1], end], "empty-last": [one, pixels, chunk(b"IDAT", b""), end],
            "bytes": [one, *(chunk(b"IDAT", idat[i:i + 1]) for i in range(len(idat))), end], "no-pixels": [one, end], "pixels-cut": [one, chunk(b"IDAT", idat[:half]), end],
            "pixels-trailing": [one, chunk(b"IDAT", idat + b"more"), end], "no-adler": [one, chunk(b"IDAT", idat[:-4]), end], "wrong-adler": [one, chunk(b"IDAT", idat[:-4] + b"1234"), end],
            "too-many-rows": [one, chunk(b"IDAT", zlib.compress(zlib.decompress(idat) + bytes(999))), end], "too-few-rows": [one, chunk(b"IDAT", zlib.compress(zlib.decompress(idat)[:-150])), end],
            "bad-filter": [one, chunk(b"IDAT", zlib.compress(b"\x09" + zlib.decompress(idat)[1:])), end], "raw-deflate": [one, chunk(b"IDAT", idat[2:-4]), end],
            "length-wrong": [one, struct.pack(">I", len(idat) + 3) + pixels[4:], end], "length-huge": [one, b"\xff\xff\xff\xff" + pixels[4:], end],
            "compression-1": [header(*SMALL.size, compression=1), pixels, end], "filter-1": [header(*SMALL.size, filters=1), pixels, end], "interlace-2": [header(*SMALL.size, interlace=2), pixels, end],
            "width-0": [header(0, 5), pixels, end], "height-0": [header(5, 0), pixels, end], "depth-3": [header(*SMALL.size, depth=3), pixels, end], "colour-1": [header(*SMALL.size, colour=1), pixels, end],
            "header-long": [chunk(b"IHDR", one[8:21] + b"xx"), pixels, end], "header-short": [chunk(b"IHDR", one[8:20]), pixels, end], "palette-missing": [header(*SMALL.size, colour=PALETTE), chunk(b"IDAT", zlib.compress(bytes(38 * 23))), end],
            "cgbi": [ancillary["cgbi"], one, chunk(b"IDAT", idat[2:-4]), end], "lower-idat": [one, chunk(b"iDAT", idat), pixels, end]}.items():
        yield f"png-{kind}.png", built(*pieces)
    for part in (0.3, 0.7, 0.95):
        yield f"png-cut-{part}.png", base[:int(len(base) * part)]
    for count in (0, 1, 2, 3, 20, 39, 41, 255, 256, 257, 300):
        yield f"png-palette-of-{count}.png", png(indices, PALETTE, 8, extra=[chunk(b"PLTE", bytes(rng.randrange(256) for _ in range(count * 3)))])
    for kind, trns in {"all": bytes(40), "one": b"\xff\0", "long": bytes(300), "empty": b"", "some": bytes(range(0, 200, 5))}.items():
        yield f"png-palette-trns-{kind}.png", png(indices, PALETTE, 8, extra=[table, chunk(b"tRNS", trns)])
        yield f"png-palette-trns-{kind}-first.png", png(indices, PALETTE, 8, extra=[chunk(b"tRNS", trns), table])
    yield "png-palette-twice.png", png(indices, PALETTE, 8, extra=[table, chunk(b"PLTE", bytes(range(120)))])
    yield "png-palette-after.png", png(indices, PALETTE, 8, after=[table])
    yield "png-palette-odd.png", png(indices, PALETTE, 8, extra=[chunk(b"PLTE", table[8:8 + 50])])
    for depth in (1, 2, 4, 8, 16):
        sample = gray * 257 if depth == 16 else gray >> 8 - depth
        for interlaced in (False, True):
            yield f"png-gray{depth}-trns{interlaced}.png", png(sample, GRAY, depth, interlaced, [chunk(b"tRNS", b"\0\1")])
            if depth < 16:
                yield f"png-palette{depth}{interlaced}.png", png(indices % (1 << depth), PALETTE, depth, interlaced, [table])
    alpha = gray[:, :, [0]]
    for interlaced in (False, True):
        yield f"png-rgb16-{interlaced}.png", png(rgb * 256 + 77, RGB, 16, interlaced)
        yield f"png-rgba16-{interlaced}.png", png(np.concatenate([rgb * 257, alpha * 256], 2), RGB_ALPHA, 16, interlaced)
        yield f"png-la16-{interlaced}.png", png(np.concatenate([gray * 257, alpha * 256], 2), GRAY_ALPHA, 16, interlaced)
    frames = [SMALL, SMALL.transpose(0), SMALL.transpose(1)]
    for disposal in (0, 1, 2):
        for default in (False, True):
            yield f"png-animated-{disposal}-{default}.png", saved(SMALL, "PNG", save_all=True, append_images=frames, disposal=disposal, default_image=default)
    for option in ("optipng -quiet -i1 -out OUT IN", "optipng -quiet -o1 -strip all -out OUT IN", "pngcrush -q -brute IN OUT", "convert IN -depth 16 OUT", "convert IN -type Palette OUT", "convert IN -monochrome OUT",
                   "convert IN -colorspace Gray -depth 2 OUT", "convert IN -interlace PNG OUT", "convert IN -define png:color-type=6 OUT", "pnmtopng -interlace OUT"):
        if "pnm" not in option:
            yield "png-by-" + option.split()[0] + str(len(option)) + ".png", tool(option, saved(CAT_ALPHA, "PNG"), ".png", ".png")
    try:
        import cv2
        for name, pixel in {"bgra": np.asarray(CAT_ALPHA), "gray16": np.asarray(CAT.convert("L")).astype(np.uint16) * 257, "bilevel": np.asarray(CAT.convert("L"))}.items():
            yield f"png-by-opencv-{name}.png", cv2.imencode(".png", pixel, [cv2.IMWRITE_PNG_BILEVEL, int(name == "bilevel")])[1].tobytes()
    except ImportError:
        pass


def png_chunks(file: bytes):
    at = 8
    while at < len(file):
        length = struct.unpack(">I", file[at:at + 4])[0]
        yield file[at + 4:at + 8], file[at + 8:at + 8 + length]
        at += 12 + length


# GIF ----------------------------------------------------------------------------------------------------------------


def gif_blocks(gif: bytes) -> int:
    """Where the first image descriptor is, in a file that Pillow wrote."""
    return gif.index(b",", 13 + 3 * 2 ** ((gif[10] & 7) + 1 if gif[10] & 128 else -99) if gif[10] & 128 else 13)


def gifs():
    colours = SMALL.quantize(60)
    base = saved(colours, "GIF")
    transparent = saved(colours, "GIF", transparency=7)
    animated = saved(colours, "GIF", save_all=True, append_images=[SMALL.transpose(0).quantize(30)], transparency=5, disposal=2, duration=50)
    for name, gif in {"plain": base, "transparent": transparent, "animated": animated, "gray": saved(SMALL.convert("L"), "GIF"), "interlaced": saved(colours, "GIF", interlace=1),
                      "two": saved(SMALL.quantize(2), "GIF")}.items():
        at = gif_blocks(gif)
        table = gif[13:13 + 3 * 2 ** ((gif[10] & 7) + 1)]
        yield f"gif-{name}.gif", gif
        for kind, changed in {
                "87a": b"GIF87a" + gif[6:], "90a": b"GIF90a" + gif[6:], "background": gif[:11] + b"\5" + gif[12:], "background-255": gif[:11] + b"\xff" + gif[12:], "aspect": gif[:12] + b"\x31" + gif[13:],
                "screen-0": gif[:6] + bytes(4) + gif[10:], "screen-large": gif[:6] + struct.pack("<HH", 90, 70) + gif[10:], "screen-small": gif[:6] + struct.pack("<HH", 9, 7) + gif[10:],
                "screen-huge": gif[:6] + b"\xff\xff\xff\xff" + gif[10:], "frame-at-5-7": gif[:at + 1] + struct.pack("<HH", 5, 7) + gif[at + 5:], "frame-wider": gif[:at + 5] + struct.pack("<H", 60) + gif[at + 7:],
                "frame-higher": gif[:at + 7] + struct.pack("<H", 60) + gif[at + 9:], "frame-lower": gif[:at + 7] + struct.pack("<H", 9) + gif[at + 9:], "frame-0": gif[:at + 5] + bytes(4) + gif[at + 9:],
                "local-palette": gif[:at + 9] + bytes([gif[at + 9] | 0x80 | gif[10] & 7]) + bytes(255 - b for b in table) + gif[at + 10:],
                "local-only": gif[:10] + bytes([gif[10] & 0x7F]) + gif[11:13] + gif[13 + len(table):at + 9] + bytes([gif[at + 9] | 0x80 | gif[10] & 7]) + table + gif[at + 10:],
                "no-palette": gif[:10] + bytes([gif[10] & 0x7F]) + gif[11:13] + gif[13 + len(table):], "small-palette": gif[:10] + bytes([gif[10] & 0xF8 | 1]) + gif[11:13 + 12] + gif[13 + len(table):],
                "no-trailer": gif[:-1], "trailing": gif + b"more", "zeros-before": gif[:at] + bytes(5) + gif[at:], "junk-before": gif[:at] + b"\x11\x22" + gif[at:], "comment": gif[:at] + b"!\xfe\5hello\0" + gif[at:],
                "xmp": gif[:at] + b"!\xff\x0bXMP DataXMP" + XMP % b"6" + b"\1" + bytes(range(255, -1, -1)) + b"\0" + gif[at:], "netscape": gif[:at] + b"!\xff\x0bNETSCAPE2.0\3\1\0\0\0" + gif[at:],
                "control-short": gif[:at] + b"!\xf9\2\1\0\0" + gif[at:], "control-long": gif[:at] + b"!\xf9\6\1\0\0\3\0\0\0" + gif[at:], "control-twice": gif[:at] + b"!\xf9\4\1\0\0\3\0!\xf9\4\0\0\0\4\0" + gif[at:],
                "unknown-extension": gif[:at] + b"!\x77\3abc\0" + gif[at:], "text-extension": gif[:at] + b"!\x01\x0c" + bytes(12) + b"\2hi\0" + gif[at:], "trailer-first": gif[:at] + b";" + gif[at:],
                "code-size-0": None, "code-size-12": None}.items():
            data_at = at + 10 + (len(table) if gif[at + 9] & 128 else 0)
            if kind.startswith("code-size"):
                changed = gif[:data_at] + bytes([int(kind[10:])]) + gif[data_at + 1:]
            yield f"gif-{name}-{kind}.gif", changed
        for part in (0.2, 0.5, 0.9):
            yield f"gif-{name}-cut-{part}.gif", gif[:int(len(gif) * part)]
        for number in range(10):
            changed = bytearray(gif)
            changed[rng.randrange(at, len(gif))] = rng.randrange(256)
            yield f"gif-{name}-noise{number}.gif", bytes(changed)
    for option in ("gifsicle --interlace IN -o OUT", "gifsicle -O3 IN -o OUT", "gifsicle --crop 3,4+20x15 IN -o OUT", "gifsicle --colors 8 IN -o OUT", "gifsicle --unoptimize IN -o OUT", "gifsicle --lossy=80 IN -o OUT",
                   "convert IN OUT", "convert IN -coalesce OUT", "convert IN -layers optimize OUT", "convert IN -page +10+20 OUT", "convert IN -page 100x90+10+20 OUT", "convert IN -colors 3 OUT"):
        for name, gif in (("animated", animated), ("plain", base)):
            yield f"gif-by-{option.replace(' ', '')}-{name}.gif".replace("/", ""), tool(option, gif, ".gif", ".gif")


# BMP, ICO and what is like it ---------------------------------------------------------------------------------------


def bmps():
    rgb = np.asarray(SMALL).astype(np.int64)
    plain = rgb[:, :, 0] << 16 | rgb[:, :, 1] << 8 | rgb[:, :, 2]
    sets = {"555": (0x7C00, 0x3E0, 0x1F), "565": (0xF800, 0x7E0, 0x1F), "444": (0xF00, 0xF0, 0xF), "bgr565": (0x1F, 0x7E0, 0xF800), "zero": (0, 0, 0), "888": (0xFF0000, 0xFF00, 0xFF),
            "bgr": (0xFF, 0xFF00, 0xFF0000), "high": (0xFF000000, 0xFF0000, 0xFF00), "abgr": (0xFF000000, 0xFF00, 0xFF), "10": (0x3FF00000, 0xFFC00, 0x3FF)}
    for name, masks in sets.items():
        for bits in (16, 24, 32):
            for size in (40, 52, 56, 108, 124):
                for compression in (0, 3, 6):
                    if size in (40, 56, 124) or compression == 3:
                        data = plain & (1 << min(bits, 32)) - 1 if bits != 16 else plain >> 9
                        four = masks if size == 40 else (*masks, 0xFF000000 if name in ("888", "bgr") else 0)
                        yield f"bmp-{bits}-{name}-{size}-{compression}.bmp", bmp(data, bits, header=size, compression=compression, masks=four[:(size - 40) // 4] if 40 < size < 56 else four)
    gray = np.asarray(SMALL.convert("L")).astype(np.int64)
    for bits in (1, 2, 4, 8):
        for kind, palette in {"gray": [[i * 255 // ((1 << bits) - 1)] * 3 for i in range(1 << bits)], "levels": [[i] * 3 for i in range(1 << bits)], "colours": [[i * 37 % 256, i * 91 % 256, i * 11 % 256] for i in range(1 << bits)],
                              "white-black": [[255] * 3, [0] * 3] + [[9] * 3] * ((1 << bits) - 2), "few-gray": [[i] * 3 for i in range((1 << bits) // 2)], "one": [[1, 2, 3]], "none": []}.items():
            for size in (12, 40, 64, 124):
                yield f"bmp-{bits}-{kind}-{size}.bmp", bmp(gray >> 8 - bits, bits, palette, header=size, colours=0 if size == 12 else len(palette))
        yield f"bmp-{bits}-many-colours.bmp", bmp(gray >> 8 - bits, bits, [[i % 256] * 3 for i in range(300)], colours=300)
        yield f"bmp-{bits}-top-down.bmp", bmp(gray >> 8 - bits, bits, [[i] * 3 for i in range(1 << bits)], top_down=True)
    base = bmp(plain, 24)
    eight = bmp(gray, 8, [[i, 0, 255 - i] for i in range(256)])
    for name, data in {"24": base, "8": eight}.items():
        for kind, changed in {
                "file-size-0": data[:2] + bytes(4) + data[6:], "offset-0": data[:10] + bytes(4) + data[14:], "offset-far": data[:10] + struct.pack("<I", 99999) + data[14:], "offset-8-more": data[:10] + struct.pack("<I", struct.unpack("<I", data[10:14])[0] + 8) + data[14:] + bytes(8),
                "planes-0": data[:26] + bytes(2) + data[28:], "planes-3": data[:26] + b"\3\0" + data[28:], "size-0": data[:34] + bytes(4) + data[38:], "cut": data[:-50], "cut-1": data[:-1], "cut-3": data[:-3], "trailing": data + b"more", "width-0": data[:18] + bytes(4) + data[22:],
                "width-negative": data[:18] + struct.pack("<i", -37) + data[22:], "height-0": data[:22] + bytes(4) + data[26:], "header-41": data[:14] + struct.pack("<I", 41) + data[18:], "header-16": data[:14] + struct.pack("<I", 16) + data[18:],
                "rle-8": data[:30] + struct.pack("<I", 1) + data[34:], "rle-4": data[:30] + struct.pack("<I", 2) + data[34:], "jpeg": data[:30] + struct.pack("<I", 4) + data[34:], "png": data[:30] + struct.pack("<I", 5) + data[34:], "dib": data[14:], "array": b"BA" + data[2:],
                "reserved": data[:6] + b"abcd" + data[10:]}.items():
            yield f"bmp-{name}-{kind}.bmp", changed
    values = gray >> 4
    table = [[i * 16, 255 - i * 16, i] for i in range(16)]
    for name, compression, bits, coder in (("rle8", 1, 8, run_lengths_8), ("rle4", 2, 4, run_lengths_4)):
        data = coder(values[::-1])
        for kind, changed in {"": data, "no-end": data[:-2], "no-line-ends": data.replace(b"\0\0", b""), "early-end": data[:200] + b"\0\1", "cut": data[:len(data) // 2], "trailing": data + bytes(40), "deltas": b"\0\2\5\3" + data,
                              "delta-far": b"\0\2\xff\xff" + data, "long-run": b"\xff\1" * 20 + data}.items():
            yield f"bmp-{name}-{kind}.bmp", bmp(values, bits, table + [[0, 0, 0]] * ((1 << bits) - 16), compression=compression, data=changed)
            yield f"bmp-{name}-{kind}-top-down.bmp", bmp(values, bits, table + [[0, 0, 0]] * ((1 << bits) - 16), compression=compression, data=changed, top_down=True)
        for number in range(8):
            noisy = bytearray(data)
            noisy[rng.randrange(len(data))] = rng.randrange(256)
            yield f"bmp-{name}-noise{number}.bmp", bmp(values, bits, table + [[0, 0, 0]] * ((1 << bits) - 16), compression=compression, data=bytes(noisy))
    for option in ("BMP2:OUT", "BMP3:OUT", "-alpha on BMP:OUT", "-type Palette BMP3:OUT", "-monochrome BMP3:OUT", "-define bmp:subtype=RGB565 BMP:OUT", "-define bmp:subtype=RGB555 BMP:OUT", "-define bmp:subtype=ARGB4444 BMP:OUT", "-compress RLE -type Palette BMP3:OUT", "-colorspace Gray BMP3:OUT"):
        yield "bmp-by-convert" + option.replace(" ", "").replace(":", "") + ".bmp", tool(f"convert IN {option}", saved(CAT_ALPHA, "PNG"), ".png", ".bmp")
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield f"bmp-pillow-{mode}.bmp", saved(CAT_ALPHA.convert(mode), "BMP")


# PNM and TGA --------------------------------------------------------------------------------------------------------


def pnms():
    rgb, gray = np.asarray(SMALL), np.asarray(SMALL.convert("L"))
    width, height = SMALL.size
    bits = np.packbits(gray < 128, axis=1).tobytes()
    size = f"{width} {height}".encode()
    text = b"\n".join(b" ".join(str(v).encode() for v in row.reshape(-1)) for row in rgb)
    gray_text = b"\n".join(b" ".join(str(v).encode() for v in row) for row in gray)
    bit_text = b"\n".join(b" ".join(str(int(v < 128)).encode() for v in row) for row in gray)
    wide = gray.astype(">u2") * 257
    bodies = {b"P6": (b"255", rgb.tobytes()), b"P5": (b"255", gray.tobytes()), b"P4": (None, bits), b"P3": (b"255", text), b"P2": (b"255", gray_text), b"P1": (None, bit_text)}
    for magic, (maximum, data) in bodies.items():
        name = magic.decode()
        most = [maximum] if maximum else []
        for kind, head in {"": b"\n".join([magic, size, *most]) + b"\n", "spaces": b" ".join([magic, size, *most]) + b" ", "tabs": b"\t".join([magic, size.replace(b" ", b"\t"), *most]) + b"\t", "crlf": b"\r\n".join([magic, size, *most]) + b"\r\n",
                           "comment": magic + b"\n# hello 1 2 3\n" + b"\n".join([size, *most]) + b"\n", "comment-in-line": magic + b" " + size.replace(b" ", b" # x\n") + b"\n" + b"".join(most) + b"\n", "comment-in-number": magic + b"\n3#x\n7 23\n" + b"".join(most) + b"\n",
                           "comment-last": magic + b"\n" + size + b"\n" + (b"".join(most) + b" # last\n" if most else b"# last\n"), "formfeed": b"\x0c".join([magic, size, *most]) + b"\x0b", "no-size": magic + b"\n", "zero": magic + b"\n0 5\n255\n",
                           "negative": magic + b"\n-3 5\n255\n", "plus": magic + b"\n+37 23\n" + b"".join(most) + b"\n", "leading-zeros": magic + b"\n0037 023\n" + b"".join(most) + b"\n", "long": magic + b"\n00000000037 23\n255\n", "letters": magic + b"\nab 23\n255\n", "underscore": magic + b"\n3_7 23\n" + b"".join(most) + b"\n",
                           "no-space": magic + b"37 23\n" + b"".join(most) + b"\n", "huge": magic + b"\n99999 99999\n255\n"}.items():
            yield f"pnm-{name}-{kind}.pnm", head + data
        plain = b"\n".join([magic, size, *most]) + b"\n"
        yield f"pnm-{name}-cut.pnm", (plain + data)[:-20]
        yield f"pnm-{name}-trailing.pnm", plain + data + b"\nmore"
        yield f"pnm-{name}-twice.pnm", (plain + data) * 2
        if maximum:
            for most_value in (1, 7, 15, 100, 127, 128, 200, 254, 256, 1000, 1023, 4095, 65534, 65535, 65536, 0):
                yield f"pnm-{name}-max{most_value}.pnm", b"\n".join([magic, size, str(most_value).encode()]) + b"\n" + data + data
    for most_value in (256, 1000, 4095, 65534, 65535):
        yield f"pnm-P5-16-max{most_value}.pnm", b"P5 " + size + b" %d\n" % most_value + wide.tobytes()
        yield f"pnm-P6-16-max{most_value}.pnm", b"P6 " + size + b" %d\n" % most_value + (rgb.astype(">u2") * 257).tobytes()
        yield f"pnm-P2-16-max{most_value}.pnm", b"P2 " + size + b" %d\n" % most_value + b" ".join(str(int(v) % (most_value + 1)).encode() for v in wide.reshape(-1))
        yield f"pnm-P3-16-max{most_value}.pnm", b"P3 " + size + b" %d\n" % most_value + b" ".join(str(int(v) * 257 % (most_value + 1)).encode() for v in rgb.reshape(-1))
    for kind, data in {"no-spaces": bit_text.replace(b" ", b""), "wrong-digit": bit_text.replace(b"1", b"2", 1), "comment": bit_text[:90] + b"# x 1 0\n" + bit_text[90:], "comment-end": bit_text + b" # x", "more": bit_text + b" 1 1 1"}.items():
        yield f"pnm-P1-{kind}.pnm", b"P1 " + size + b"\n" + data
    for kind, data in {"too-large": text.replace(b"1", b"999", 1), "negative": b"-" + text, "word": b"x " + text, "comment": text[:90] + b"# x 1 0\n" + text[90:], "long-token": b"0" * 20 + text, "comment-cr": text[:90] + b"# x\r" + text[90:],
                       "comment-in-token": text[:91] + b"#x\n" + text[91:], "plus": b"+" + text}.items():
        yield f"pnm-P3-{kind}.pnm", b"P3 " + size + b" 255\n" + data
    yield "pnm-P7.pam", b"P7\nWIDTH 37\nHEIGHT 23\nDEPTH 3\nMAXVAL 255\nTUPLTYPE RGB\nENDHDR\n" + rgb.tobytes()
    yield "pnm-Pf.pfm", b"Pf\n37 23\n-1.0\n" + gray.astype("<f4").tobytes()
    yield "pnm-PF.pfm", b"PF\n37 23\n-1.0\n" + rgb.astype("<f4").tobytes()
    for extra in (b"P0CMYK", b"PyRGBA", b"PyP", b"PyCMYK"):
        yield f"pnm-{extra.decode()}.pnm", extra + b" 37 23 255\n" + bytes(37 * 23 * 4)
    for option in ("pnmtoplainpnm IN", "pamdepth 1000 IN", "ppmtopgm IN", "pnmcut 3 4 20 10 IN", "pnmflip -lr IN"):
        yield f"pnm-by-{option.split()[0]}.pnm", tool(option, saved(CAT, "PPM"))


def tgas():
    rgb, gray = np.asarray(SMALL), np.asarray(SMALL.convert("L"))
    width, height = SMALL.size

    def tga(kind: int, depth: int, data: bytes, flags: int = 0, table: bytes = b"", colours: int = 0, first: int = 0, bits: int = 0, ident: bytes = b"", has_table: int | None = None) -> bytes:
        return struct.pack("<BBBHHBHHHHBB", len(ident), bool(table) if has_table is None else has_table, kind, first, colours, bits, 0, 0, width, height, depth, flags) + ident + table + data

    def runs(data: bytes, unit: int) -> bytes:
        out, pixels, i = b"", [data[i:i + unit] for i in range(0, len(data), unit)], 0
        while i < len(pixels):
            row_left = width - i % width
            n = 1
            while n < min(row_left, 128) and pixels[i + n] == pixels[i]:
                n += 1
            if n > 1:
                out += bytes([127 + n]) + pixels[i]
            else:
                n = min(row_left, 5)
                out += bytes([n - 1]) + b"".join(pixels[i:i + n])
            i += n
        return out

    bgr, bgra = rgb[:, :, ::-1].tobytes(), np.dstack([rgb[:, :, ::-1], gray]).tobytes()
    fifteen = ((rgb[:, :, 0].astype("<u2") >> 3) << 10 | (rgb[:, :, 1].astype("<u2") >> 3) << 5 | rgb[:, :, 2].astype("<u2") >> 3).tobytes()
    table = bytes(range(256)) * 4
    kinds = {"rgb24": (2, 24, bgr, 3), "rgb32": (2, 32, bgra, 4), "rgb16": (2, 16, fifteen, 2), "gray8": (3, 8, gray.tobytes(), 1), "gray16": (3, 16, np.dstack([gray, gray // 2]).tobytes(), 2), "gray1": (3, 1, bytes(width * height), 1), "rgb8": (2, 8, gray.tobytes(), 1)}
    for name, (kind, depth, data, unit) in kinds.items():
        for flags in (0, 8, 0x10, 0x20, 0x28, 0x30, 0x40):
            yield f"tga-{name}-{flags}.tga", tga(kind, depth, data, flags)
            yield f"tga-{name}-{flags}-rle.tga", tga(kind | 8, depth, runs(data, unit), flags)
        yield f"tga-{name}-ident.tga", tga(kind, depth, data, ident=b"a picture")
        yield f"tga-{name}-cut.tga", tga(kind, depth, data[:-30])
        yield f"tga-{name}-rle-cut.tga", tga(kind | 8, depth, runs(data, unit)[:-3])
        yield f"tga-{name}-footer.tga", tga(kind, depth, data) + bytes(8) + b"TRUEVISION-XFILE.\0"
    for bits, length in ((15, 2), (16, 2), (24, 3), (32, 4)):
        for first in (0, 9):
            yield f"tga-palette{bits}-{first}.tga", tga(1, 8, gray.tobytes(), table=table[:256 * length], colours=256, bits=bits, first=first)
            yield f"tga-palette{bits}-{first}-rle.tga", tga(9, 8, runs(gray.tobytes(), 1), table=table[:100 * length], colours=100, bits=bits, first=first)
    yield "tga-palette-missing.tga", tga(1, 8, gray.tobytes())
    yield "tga-rgb-with-palette.tga", tga(2, 24, bgr, table=table[:768], colours=256, bits=24)
    yield "tga-gray-with-palette.tga", tga(3, 8, gray.tobytes(), table=table[:768], colours=256, bits=24)
    for kind in ("RGB", "RGBA", "L", "P", "LA", "1"):
        for compression in (None, "tga_rle"):
            if kind != "1" or not compression:
                yield f"tga-pillow-{kind}-{compression}.tga", saved(CAT_ALPHA.convert(kind), "TGA", compression=compression)
    yield "tga-by-convert.tga", tool("convert IN OUT", saved(CAT_ALPHA, "PNG"), ".png", ".tga")


# Others -------------------------------------------------------------------------------------------------------------


def others():
    for kind in ("ICO", "ICNS", "PCX", "SGI", "DDS", "IM", "MSP", "PALM", "SPIDER", "XBM", "JPEG2000", "AVIF", "EPS", "PDF", "BLP", "QOI"):
        for mode in ("RGB", "RGBA", "L", "P", "1", "F"):
            try:
                yield f"other-{kind.lower()}-{mode}.{kind.lower()}", saved(CAT_ALPHA.convert(mode), kind)
                break
            except Exception:
                pass
    for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"miaf", b"msf1", b"avif", b"avis", b"crx ", b"jpm ", b"jpx ", b"isom", b"qt  ", b"mp42", b"M4A ", b"3gp4"):
        yield f"other-brand-{brand.decode().strip()}.bin", struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + brand + b"mif1" + bytes(40)


def reference(data: bytes) -> tuple[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data))
            kind = f"{image.format} {image.mode}"
            image.load()
            image = ImageOps.exif_transpose(image).convert("RGB")
            return hashlib.sha256(struct.pack(">II", *image.size) + image.tobytes()).hexdigest(), kind
        except Exception as e:
            return "refused", f"{type(e).__name__} {e}".split(" <_io")[0][:150].replace("\t", " ").replace("\n", " ").replace("\r", " ")


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:]
    seen, lines = set(), []
    for make in (jpegs, oriented, webps, pngs, gifs, bmps, pnms, tgas, others):
        if wanted and make.__name__ not in wanted:
            continue
        for name, data in make():
            if data and data not in seen:
                seen.add(data)
                (folder / name).write_bytes(data)
                lines.append("\t".join([name, *reference(data)]))
    (folder / "MANIFEST").write_text("\n".join(lines) + "\n")
    refused = sum("\trefused\t" in line for line in lines)
    print(len(lines), "files, of which Pillow refuses", refused)


if __name__ == "__main__":
    main()
