"""Makes the corpus of the image tests; see README.md."""

import hashlib
import io
import json
import pathlib
import struct
import sys
import zlib

import numpy as np
import simplejpeg
import tifffile
from PIL import Image, ImageOps
from skimage import data as photographs

import odd_corpus
from bmp_files import bmp, run_lengths_4, run_lengths_8
from png_files import GRAY, GRAY_ALPHA, PALETTE, RGB, RGB_ALPHA, chunk, png
from webp_files import COLOUR_INDEXING, CROSS_COLOUR, PREDICTOR, SUBTRACT_GREEN, Writer

FILTERS = {"NEAREST": 0, "LANCZOS": 1, "BILINEAR": 2, "BICUBIC": 3, "BOX": 4, "HAMMING": 5}
OUT = pathlib.Path(sys.argv[1])
files: list[dict] = []
refused: list[dict] = []
resizes: list[dict] = []
random = np.random.default_rng(20261124)


def reference(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return ImageOps.exif_transpose(image).convert("RGB")


def sha(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def add(name: str, data: bytes, expected: Image.Image | None = None) -> None:
    """A file; expected is given only where the reference is deliberately not followed."""
    image = expected or reference(data)
    (OUT / name).write_bytes(data)
    entry = {"file": name, "width": image.width, "height": image.height, "sha256": sha(image)}
    files.append(entry)


def saved(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def crop(name: str, box: tuple, size: tuple) -> Image.Image:
    return Image.fromarray(getattr(photographs, name)()).crop(box).resize(size, Image.Resampling.LANCZOS)


CAT = crop("chelsea", (110, 20, 310, 180), (75, 61))
CUP = crop("coffee", (80, 30, 420, 330), (64, 56))
FACE = crop("astronaut", (150, 30, 310, 190), (32, 32))
TALL = crop("rocket", (200, 100, 330, 427), (37, 90))
NOISE = Image.fromarray(random.integers(0, 256, (33, 41, 3), dtype=np.uint8))
ALPHA = Image.fromarray(random.integers(0, 256, (61, 75), dtype=np.uint8))
CAT_ALPHA = CAT.copy()
CAT_ALPHA.putalpha(ALPHA)


def exif(orientation: int, order: str = "<", kind: int = 3, count: int = 1) -> bytes:
    """EXIF of one tag, with the Exif prefix."""
    mark = b"II" if order == "<" else b"MM"
    value = struct.pack(order + {3: "HH", 4: "I", 1: "BBH", 8: "hh"}[kind], orientation,
                        *{3: [0], 4: [], 1: [0, 0], 8: [0]}[kind])
    return (b"Exif\0\0" + mark + struct.pack(order + "HIHHHI", 42, 8, 1, 274, kind, count) + value
            + struct.pack(order + "I", 0))


def with_segment(jpeg: bytes, marker: int, payload: bytes) -> bytes:
    return jpeg[:2] + struct.pack(">BBH", 255, marker, len(payload) + 2) + payload + jpeg[2:]


def without_segment(jpeg: bytes, marker: int) -> bytes:
    at = 2
    while jpeg[at + 1] != marker:
        at += 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]
    return jpeg[:at] + jpeg[at + 2 + struct.unpack(">H", jpeg[at + 2:at + 4])[0]:]


XMP = (b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
       b"<rdf:Description tiff:Orientation=\"6\"/></x:xmpmeta>")


def jpegs() -> None:
    for sampling in ("444", "422", "420", "440", "411"):
        add(f"jpeg-{sampling}.jpg", simplejpeg.encode_jpeg(np.asarray(CAT), 85, "RGB", sampling))
    for sampling in (0, 1, 2):
        add(f"jpeg-progressive-{sampling}.jpg", saved(CUP, "JPEG", subsampling=sampling, progressive=True, quality=75))
    for width in range(1, 18, 4):
        add(f"jpeg-420-width{width}.jpg", saved(CAT.crop((20, 20, 20 + width, 37)), "JPEG", subsampling=2, quality=90))
    add("jpeg-420-1x1.jpg", saved(CAT.crop((20, 20, 21, 21)), "JPEG", subsampling=2))
    add("jpeg-small.jpg", saved(FACE, "JPEG", quality=92))
    add("jpeg-noise-q100.jpg", saved(NOISE, "JPEG", quality=100, subsampling=0))
    add("jpeg-noise-q5.jpg", saved(NOISE, "JPEG", quality=5))
    add("jpeg-optimised.jpg", saved(CUP, "JPEG", optimize=True))
    add("jpeg-restart.jpg", saved(CAT, "JPEG", restart_marker_blocks=3))
    add("jpeg-restart-progressive.jpg", saved(CAT, "JPEG", restart_marker_rows=1, progressive=True))
    add("jpeg-gray.jpg", saved(CAT.convert("L"), "JPEG"))
    add("jpeg-gray-progressive.jpg", saved(CAT.convert("L"), "JPEG", progressive=True))
    add("jpeg-rgb.jpg", saved(CAT, "JPEG", keep_rgb=True))
    add("jpeg-no-jfif.jpg", without_segment(saved(CAT, "JPEG"), 0xE0))
    add("jpeg-icc.jpg", saved(CAT, "JPEG", icc_profile=b"not applied" * 9))
    add("jpeg-trailing.jpg", saved(CAT, "JPEG") + b"more bytes behind its end")
    add("jpeg-multi-picture.jpg", saved(CAT, "MPO", save_all=True, append_images=[CUP]))
    add("jpeg-large.jpg", saved(Image.fromarray(photographs.chelsea()), "JPEG", quality=80))
    cmyk = CAT.convert("CMYK")
    add("jpeg-cmyk.jpg", saved(cmyk, "JPEG", quality=85))
    add("jpeg-cmyk-420.jpg", saved(cmyk, "JPEG", subsampling=2))
    add("jpeg-cmyk-progressive.jpg", saved(cmyk, "JPEG", progressive=True))
    add("jpeg-cmyk-no-adobe.jpg", without_segment(saved(cmyk, "JPEG"), 0xEE))
    ink = np.concatenate([np.asarray(cmyk)[:, :, :3], np.asarray(ALPHA)[:, :, None]], axis=2)
    add("jpeg-cmyk-ink.jpg", saved(Image.fromarray(ink, "CMYK"), "JPEG", quality=95, subsampling=0))
    for sampling in ("444", "422", "420"):
        add(f"jpeg-ycck-{sampling}.jpg",
            simplejpeg.encode_jpeg(np.ascontiguousarray(255 - ink), 90, "CMYK", sampling))


def orientations() -> None:
    for number in range(1, 9):
        add(f"exif-{number}.jpg", saved(TALL, "JPEG", exif=exif(number)))
    base = saved(FACE, "JPEG")
    turned = CUP.crop((0, 0, 30, 20))
    add("exif-big-endian.jpg", with_segment(base, 0xE1, exif(6, ">")))
    add("exif-long.jpg", with_segment(base, 0xE1, exif(6, "<", 4)))
    add("exif-byte-is-ignored.jpg", with_segment(base, 0xE1, exif(6, "<", 1)))
    add("exif-first-of-two-values.jpg", with_segment(base, 0xE1, exif(6, "<", 3, 2)))
    add("exif-0-is-ignored.jpg", with_segment(base, 0xE1, exif(0)))
    add("exif-9-is-ignored.jpg", with_segment(base, 0xE1, exif(9)))
    add("exif-cut-is-ignored.jpg", with_segment(base, 0xE1, exif(6)[:20]))
    add("exif-xmp.jpg", with_segment(base, 0xE1, XMP))
    add("exif-before-xmp.jpg", with_segment(with_segment(base, 0xE1, XMP), 0xE1, exif(3)))
    add("exif-gray.jpg", with_segment(saved(turned.convert("L"), "JPEG"), 0xE1, exif(8)))
    add("exif-cmyk.jpg", with_segment(saved(turned.convert("CMYK"), "JPEG"), 0xE1, exif(5)))
    add("exif-png.png", saved(turned, "PNG", exif=exif(6)))
    samples = np.asarray(turned)
    add("exif-png-behind-pixels.png", png(samples, RGB, 8, after=[chunk(b"eXIf", exif(7)[6:])]))


def pngs() -> None:
    rgb = np.asarray(CUP).astype(np.int64)
    gray = np.asarray(CUP.convert("L")).astype(np.int64)[:, :, None]
    alpha = random.integers(0, 65536, gray.shape)
    noise16 = random.integers(0, 65536, rgb.shape)
    low = random.integers(0, 256, rgb.shape)
    for interlaced in (False, True):
        kind = "-interlaced" if interlaced else ""
        for depth in (1, 2, 4, 8):
            add(f"png-gray{depth}{kind}.png", png(gray >> 8 - depth, GRAY, depth, interlaced))
            colours = CUP.quantize(2 ** depth)
            table = np.asarray(colours.getpalette()[:3 * 2 ** depth], dtype=np.uint8)
            table = np.pad(table, (0, 3 * 2 ** depth - len(table)))
            add(f"png-palette{depth}{kind}.png",
                png(np.asarray(colours)[:, :, None].astype(np.int64) % 2 ** depth, PALETTE, depth, interlaced,
                    [chunk(b"PLTE", table.tobytes())]))
        add(f"png-rgb8{kind}.png", png(rgb, RGB, 8, interlaced))
        add(f"png-rgb16{kind}.png", png(rgb * 256 + low, RGB, 16, interlaced))
        add(f"png-gray16{kind}.png", png(gray * 256 + low[:, :, :1], GRAY, 16, interlaced),
            expected=CUP.convert("L").convert("RGB"))
        add(f"png-gray-alpha8{kind}.png", png(np.concatenate([gray, alpha >> 8], 2), GRAY_ALPHA, 8, interlaced))
        add(f"png-gray-alpha16{kind}.png",
            png(np.concatenate([gray * 256 + low[:, :, :1], alpha], 2), GRAY_ALPHA, 16, interlaced))
        add(f"png-rgb-alpha8{kind}.png", png(np.concatenate([rgb, alpha >> 8], 2), RGB_ALPHA, 8, interlaced))
        add(f"png-rgb-alpha16{kind}.png", png(np.concatenate([noise16, alpha], 2), RGB_ALPHA, 16, interlaced))
    palette = CUP.quantize(40)
    table = chunk(b"PLTE", np.asarray(palette.getpalette()[:120], dtype=np.uint8).tobytes())
    indices = np.asarray(palette)[:, :, None].astype(np.int64)
    add("png-palette-alpha.png", png(indices, PALETTE, 8, False, [table, chunk(b"tRNS", bytes(range(0, 120, 3)))]))
    add("png-palette-transparent.png", png(indices, PALETTE, 8, False, [table, chunk(b"tRNS", b"\xff\xff\0")]))
    add("png-palette-short.png", png(indices, PALETTE, 8, False, [chunk(b"PLTE", bytes(range(30, 90)))]))
    add("png-palette-short-gray.png",
        png(indices, PALETTE, 8, False, [chunk(b"PLTE", bytes(i // 3 for i in range(60)))]))
    add("png-gray-transparent.png", png(gray, GRAY, 8, False, [chunk(b"tRNS", struct.pack(">H", gray[0, 0, 0]))]))
    add("png-gray1-transparent.png", png(gray >> 7, GRAY, 1, False, [chunk(b"tRNS", b"\0\1")]))
    add("png-rgb-transparent.png", png(rgb, RGB, 8, False, [chunk(b"tRNS", struct.pack(">HHH", *rgb[5, 5]))]))
    add("png-rgb16-transparent.png", png(noise16, RGB, 16, False, [chunk(b"tRNS", struct.pack(">HHH", *noise16[5, 5]))]))
    add("png-gamma.png", png(rgb, RGB, 8, False, [chunk(b"gAMA", struct.pack(">I", 100000))]))
    add("png-icc.png", saved(CUP, "PNG", icc_profile=b"not applied" * 9))
    add("png-text.png", png(rgb, RGB, 8, False, [chunk(b"tEXt", b"Comment\0hello"),
                                                chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100000)))]))
    add("png-background.png", png(np.concatenate([rgb, alpha >> 8], 2), RGB_ALPHA, 8, False,
                                  [chunk(b"bKGD", struct.pack(">HHH", 255, 0, 0))]))
    add("png-many-idat.png", png(rgb, RGB, 8, pieces=40))
    add("png-suggested-palette.png", png(rgb, RGB, 8, False, [chunk(b"PLTE", bytes(range(30)))]))
    add("png-animated.png", saved(CUP, "PNG", save_all=True, append_images=[CUP.transpose(0)]))
    for size in ((1, 1), (1, 9), (9, 1), (3, 2), (5, 5)):
        add(f"png-interlaced-{size[0]}x{size[1]}.png", png(rgb[:size[1], :size[0]], RGB, 8, True))
    add("png-noise.png", saved(NOISE, "PNG"))
    add("png-small.png", saved(FACE, "PNG"))
    add("png-tall.png", saved(TALL, "PNG"))


def gifs() -> None:
    colours = CUP.quantize(200)
    add("gif-256.gif", saved(colours, "GIF", interlace=0))
    add("gif-interlaced.gif", saved(colours, "GIF", interlace=1))
    add("gif-2.gif", saved(CUP.quantize(2), "GIF"))
    add("gif-gray.gif", saved(CUP.convert("L"), "GIF"))
    add("gif-transparent.gif", saved(CUP.quantize(60), "GIF", transparency=3))
    add("gif-animated.gif", saved(CUP.quantize(60), "GIF", save_all=True, transparency=5, disposal=2,
                                  append_images=[CAT.resize(CUP.size).quantize(60)]))
    add("gif-comment.gif", saved(colours, "GIF", comment=b"hello " * 100))
    for height in (1, 2, 3, 4, 5, 7, 8, 9):
        add(f"gif-interlaced-height{height}.gif", saved(colours.crop((0, 0, 11, height)), "GIF", interlace=1))
    noise = Image.fromarray(random.integers(0, 256, (90, 70), dtype=np.uint8), "P")
    noise.putpalette(random.integers(0, 256, 768, dtype=np.uint8).tobytes())
    add("gif-noise.gif", saved(noise, "GIF"))

    def moved(gif: bytes, canvas: tuple, place: tuple) -> bytes:
        """The frame elsewhere on another canvas."""
        at = gif.index(b",", 13 + 3 * 2 ** ((gif[10] & 7) + 1))
        return (gif[:6] + struct.pack("<HH", *canvas) + gif[10:at + 1] + struct.pack("<HH", *place) + gif[at + 5:])

    small = CUP.crop((10, 10, 40, 30))
    add("gif-offset.gif", moved(saved(small.quantize(30), "GIF"), (50, 40), (7, 11)))
    add("gif-offset-transparent.gif", moved(saved(small.quantize(30), "GIF", transparency=9), (50, 40), (7, 11)))
    add("gif-larger-than-canvas.gif", moved(saved(small.quantize(30), "GIF"), (20, 10), (4, 2)))
    add("gif-offset-gray.gif", moved(saved(small.convert("L"), "GIF"), (50, 40), (7, 11)))
    gif = saved(small.quantize(4), "GIF")
    add("gif-no-palette.gif", gif[:10] + bytes([gif[10] & 0x7F]) + gif[11:13] + gif[13 + 3 * 2 ** ((gif[10] & 7) + 1):])
    add("gif-trailing.gif", saved(colours, "GIF") + b"more")


def bmps() -> None:
    rgb = np.asarray(CUP.crop((3, 5, 40, 26))).astype(np.int64)
    picture = Image.fromarray(rgb.astype(np.uint8))
    plain = rgb[:, :, 0] << 16 | rgb[:, :, 1] << 8 | rgb[:, :, 2]

    def indexed(count: int) -> tuple:
        quantised = picture.quantize(count)
        table = np.asarray(quantised.getpalette()[:3 * count], dtype=np.uint8).reshape(-1, 3)
        return np.asarray(quantised).astype(np.int64), [list(map(int, c)) for c in table]

    for bits in (1, 4, 8):
        values, table = indexed(2 ** bits)
        table += [[0, 0, 0]] * (2 ** bits - len(table))
        add(f"bmp-{bits}.bmp", bmp(values, bits, table))
        add(f"bmp-{bits}-top-down.bmp", bmp(values, bits, table, top_down=True))
        add(f"bmp-{bits}-os2.bmp", bmp(values, bits, table, header=12))
    values, table = indexed(20)
    add("bmp-8-few-colours.bmp", bmp(values, 8, table, colours=len(table)))
    add("bmp-8-gray.bmp", bmp(np.asarray(picture.convert("L")).astype(np.int64), 8, [[i] * 3 for i in range(256)]))
    add("bmp-8-offset-without-palette.bmp",
        bmp(values, 8, table + [[0, 0, 0]] * (256 - len(table)), told_offset=54))
    add("bmp-8-run-lengths.bmp", bmp(values, 8, table, compression=1, data=run_lengths_8(values[::-1]), colours=len(table)))
    flat = np.where(values < 10, 3, values)
    add("bmp-8-long-runs.bmp", bmp(flat, 8, table, compression=1, data=run_lengths_8(flat[::-1]), colours=len(table)))
    values, table = indexed(16)
    table += [[0, 0, 0]] * (16 - len(table))
    add("bmp-4-run-lengths.bmp", bmp(values, 4, table, compression=2, data=run_lengths_4(values[::-1])))
    delta = bytes([5, 1, 0, 2, 3, 2]) + b"\0\0" + bytes([37, 2]) + b"\0\0" + bytes([0, 2, 37, 17]) + bytes([37, 4, 0, 1])
    add("bmp-8-delta.bmp", bmp(values, 8, table, compression=1, data=delta, colours=16))
    fifteen = (rgb[:, :, 0] >> 3) << 10 | (rgb[:, :, 1] >> 3) << 5 | rgb[:, :, 2] >> 3
    sixteen = (rgb[:, :, 0] >> 3) << 11 | (rgb[:, :, 1] >> 2) << 5 | rgb[:, :, 2] >> 3
    add("bmp-16.bmp", bmp(fifteen, 16))
    add("bmp-16-555.bmp", bmp(fifteen, 16, compression=3, masks=(0x7C00, 0x3E0, 0x1F)))
    add("bmp-16-565.bmp", bmp(sixteen, 16, compression=3, masks=(0xF800, 0x7E0, 0x1F)))
    add("bmp-24.bmp", bmp(plain, 24))
    add("bmp-24-top-down.bmp", bmp(plain, 24, top_down=True))
    add("bmp-24-os2.bmp", bmp(plain, 24, header=12))
    add("bmp-24-v4.bmp", bmp(plain, 24, header=108))
    add("bmp-32.bmp", bmp(plain | 0x55000000, 32))
    for number, masks in enumerate([(0xFF0000, 0xFF00, 0xFF, 0), (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
                                    (0xFF, 0xFF00, 0xFF0000, 0xFF000000), (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
                                    (0xFF000000, 0xFF00, 0xFF, 0xFF0000), (0, 0, 0, 0)]):
        shifts = [(m & -m).bit_length() - 1 if m else s for m, s in zip(masks, (16, 8, 0, 24))]
        values = sum(rgb[:, :, i] << shifts[i] for i in range(3)) + ((77 << shifts[3]) if masks[3] else 0)
        add(f"bmp-32-masks{number}.bmp", bmp(values, 32, header=124, compression=3, masks=masks))


def webps() -> None:
    add("webp-lossless.webp", saved(CUP, "WEBP", lossless=True))
    add("webp-lossless-alpha.webp", saved(CAT_ALPHA, "WEBP", lossless=True, exact=True))
    add("webp-lossless-few-colours.webp", saved(CUP.quantize(7).convert("RGB"), "WEBP", lossless=True))
    add("webp-lossless-1x1.webp", saved(CUP.crop((0, 0, 1, 1)), "WEBP", lossless=True))
    add("webp-lossless-tall.webp", saved(TALL, "WEBP", lossless=True))
    add("webp-lossless-exif.webp", saved(TALL, "WEBP", lossless=True, exif=exif(6)))
    add("webp-animated.webp", saved(CUP, "WEBP", lossless=True, save_all=True, append_images=[CUP.transpose(0)]))
    add("webp-noise.webp", saved(NOISE, "WEBP", lossless=True))
    lossless_webps()
    for quality in (20, 80, 100):
        add(f"webp-lossy-q{quality}.webp", saved(CAT, "WEBP", quality=quality))
    add("webp-lossy-even.webp", saved(FACE, "WEBP", quality=90))
    add("webp-lossy-noise.webp", saved(NOISE, "WEBP", quality=60))
    add("webp-lossy-alpha.webp", saved(CAT_ALPHA, "WEBP", quality=80))
    add("webp-lossy-exif.webp", saved(TALL, "WEBP", quality=80, exif=exif(8)))
    add("webp-lossy-animated.webp", saved(CUP, "WEBP", quality=80, save_all=True, append_images=[CUP.transpose(0)]))
    for size in ((1, 1), (2, 3), (17, 16), (33, 5)):
        add(f"webp-lossy-{size[0]}x{size[1]}.webp", saved(CAT.crop((5, 5, 5 + size[0], 5 + size[1])), "WEBP", quality=75))
    add("webp-lossy-large.webp", saved(Image.fromarray(photographs.chelsea()), "WEBP", quality=60))


def lossless_webps() -> None:
    for count in (1, 2, 3, 4, 5, 16, 17, 200):
        add(f"webp-lossless-{count}-colours.webp",
            saved(CUP.crop((7, 9, 40, 26)).quantize(count).convert("RGB"), "WEBP", lossless=True))
    for size in ((1, 19), (19, 1), (2, 2), (17, 33)):
        add(f"webp-lossless-{size[0]}x{size[1]}.webp", saved(CAT.crop((5, 5, 5 + size[0], 5 + size[1])), "WEBP", lossless=True))
    for method, quality in ((0, 0), (3, 50), (6, 100)):
        add(f"webp-lossless-method{method}.webp", saved(CUP, "WEBP", lossless=True, method=method, quality=quality))
    add("webp-lossless-hidden-colours.webp", saved(CAT_ALPHA.crop((9, 9, 40, 40)), "WEBP", lossless=True, exact=False))
    ramps = [np.add.outer(np.arange(40) * a, np.arange(50) * b) % 256 for a, b in ((3, 1), (0, 5), (2, 2))]
    add("webp-lossless-gradient.webp", saved(Image.fromarray(np.stack(ramps, 2).astype(np.uint8)), "WEBP", lossless=True))
    everything = (PREDICTOR, CROSS_COLOUR, SUBTRACT_GREEN, COLOUR_INDEXING)
    for number, options in enumerate([
            {"transforms": ()}, {"transforms": (PREDICTOR,)}, {"transforms": (CROSS_COLOUR,)}, {"transforms": (SUBTRACT_GREEN,)},
            {"transforms": (COLOUR_INDEXING,), "colours": 256}, {"transforms": everything, "colours": 2},
            {"transforms": everything[::-1], "colours": 3}, {"transforms": (COLOUR_INDEXING, PREDICTOR), "colours": 5},
            {"transforms": (PREDICTOR, COLOUR_INDEXING), "colours": 11}, {"transforms": (COLOUR_INDEXING,), "colours": 37},
            {"groups": 30, "cache": 11}, {"groups": 30, "cache": 1}, {"groups": 1, "few": True}, {"cache": 6, "few": True}]):
        add(f"webp-lossless-random{number}.webp", Writer(number, 43, 31, **options).file())


def tiffs() -> None:
    small = CUP.crop((3, 5, 40, 26))
    rgb = np.asarray(small)
    gray = np.asarray(small.convert("L"))
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        add(f"tiff-rgb-{compression}.tif", saved(small, "TIFF", compression=compression))
        add(f"tiff-gray-{compression}.tif", saved(small.convert("L"), "TIFF", compression=compression))
        add(f"tiff-palette-{compression}.tif", saved(small.quantize(50), "TIFF", compression=compression))
    for mode in ("RGB", "L", "YCbCr"):
        add(f"tiff-jpeg-{mode.lower()}.tif", saved(small.convert(mode), "TIFF", compression="jpeg", quality=90))
    bilevel = small.convert("1")
    for compression in ("raw", "group3", "group4", "packbits"):
        add(f"tiff-bilevel-{compression}.tif", saved(bilevel, "TIFF", compression=compression))
    add("tiff-rgb-alpha.tif", saved(CAT_ALPHA, "TIFF", compression="tiff_lzw"))
    add("tiff-cmyk.tif", saved(small.convert("CMYK"), "TIFF", compression="tiff_lzw"))
    add("tiff-predictor.tif", saved(small, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
    add("tiff-multi-page.tif", saved(small, "TIFF", save_all=True, append_images=[CAT]))
    for number in (3, 6):
        add(f"tiff-orientation{number}.tif", saved(small, "TIFF", tiffinfo={274: number}))

    def written(values: np.ndarray, **options) -> bytes:
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, values, **options)
        return buffer.getvalue()

    add("tiff-big-endian.tif", written(rgb, byteorder=">", photometric="rgb"))
    add("tiff-tiled.tif", written(rgb, tile=(16, 16), photometric="rgb", compression="zlib"))
    add("tiff-planar.tif", written(np.moveaxis(rgb, 2, 0).copy(), photometric="rgb", planarconfig="separate"))
    add("tiff-min-is-white.tif", written(gray, photometric="miniswhite"))
    wide = gray.astype(np.uint16) * 256 + random.integers(0, 256, gray.shape).astype(np.uint16)
    add("tiff-gray16.tif", written(wide, photometric="minisblack"), expected=small.convert("L").convert("RGB"))
    wide = rgb.astype(np.uint16) * 256 + 77
    add("tiff-rgb16.tif", written(wide, photometric="rgb"))
    add("tiff-strips.tif", written(rgb, photometric="rgb", rowsperstrip=3, compression="zlib", predictor=True))


def odd() -> None:
    for name, data, accepted in odd_corpus.files():
        if not accepted:
            (OUT / f"odd-{name}").write_bytes(data)
            refused.append({"file": f"odd-{name}"})
        else:
            add(f"odd-{name}", data)


def resized() -> None:
    for name in ("png-small.png", "png-noise.png", "png-tall.png", "png-rgb8.png", "jpeg-large.jpg", "png-interlaced-1x1.png",
                 "png-interlaced-1x9.png", "png-interlaced-9x1.png"):
        image = reference((OUT / name).read_bytes())
        sizes = [(224, 224), (32, 32), (image.width, 50), (20, image.height), (1, 1), (3, 200), (200, 3), (33, 41)]
        for filter_name, code in FILTERS.items():
            for size in sizes:
                resizes.append({"file": name, "width": size[0], "height": size[1], "filter": filter_name,
                                "sha256": sha(image.resize(size, code))})


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    for make in (jpegs, orientations, pngs, gifs, bmps, webps, tiffs, resized, odd):
        make()
    (OUT / ".gitattributes").write_text("* -text\n*.json text\n")
    lines = [[json.dumps(entry) for entry in entries] for entries in (files, refused, resizes)]
    (OUT / "corpus.json").write_text(
        '{"files": [\n%s\n],\n"refused": [\n%s\n],\n"resizes": [\n%s\n]}\n' % tuple(",\n".join(l) for l in lines))
    print(len(files), "files,", len(resizes), "resizes,", sum(f.stat().st_size for f in OUT.iterdir()) // 1024, "KiB")
