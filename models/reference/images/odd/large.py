"""Files that are large, or of very many parts: their decoding takes as long as it takes, and no longer."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from png_files import RGB, chunk, png

from .common import Family, Pictures, Tag, exif, insert, jpeg, orientation, saved, segment, tiff


def make(p: Pictures) -> Family:
    out = Family()
    picture = Image.fromarray(p.make(1600, 1200))
    in_tiff(out, p, picture)
    in_others(out, p, picture)
    return out


def in_tiff(out: Family, p: Pictures, picture: Image.Image) -> None:
    import tifffile

    def tiled(side: int, tile: int, **options) -> bytes:
        buffer = io.BytesIO()
        gray = np.add.outer(np.arange(side), np.arange(side)).astype(np.uint8)
        tifffile.imwrite(buffer, gray, photometric="minisblack", tile=(tile, tile), metadata=None, **options)
        return buffer.getvalue()

    for compression in (None, "zlib", "lzw", "packbits"):
        out.add(
            f"tiles-65536-{compression or 'raw'}.tif", lambda: tiled(4096, 16, compression=compression), "65,536 tiles"
        )
    rows = [bytes([y & 255] * 3) for y in range(20000)]
    out.add("strips-20000.tif", tiff(rows, 3, 20000, [8], 1, rows=1), "20,000 strips of a row")
    out.add("lzw.tif", saved(picture, "TIFF", compression="tiff_lzw"), "LZW")
    out.add(
        "g4.tif",
        saved(picture.resize((4960, 7016)).convert("1"), "TIFF", compression="group4"),
        "an A4 page of 600 dpi in G4",
    )
    out.add("jpeg.tif", saved(picture, "TIFF", compression="jpeg"), "JPEG in strips")
    pages = [Image.fromarray(p.gray)] * 500
    out.add("pages-500.tif", saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), "500 pages")
    tags = [Tag(43000 + i, 3, [i & 255]) for i in range(5000)]
    out.add("tags-5000.tif", tiff([p.gray.tobytes()], 64, 48, [8], 1, more=tags), "5,000 tags")


def in_others(out: Family, p: Pictures, picture: Image.Image) -> None:
    out.add("progressive.jpg", jpeg(picture, progressive=True), "progressive")
    out.add("cmyk-progressive.jpg", jpeg(picture.convert("CMYK"), progressive=True), "progressive CMYK")
    many = exif(*(Tag(40000 + i, 3, [i & 255]) for i in range(5000)), orientation(6))
    out.add("exif-5000.jpg", insert(jpeg(p.image), 0xDB, segment(0xE1, many)), "5,000 tags before the orientation")
    out.add("comments-50000.jpg", insert(jpeg(p.image), 0xDB, segment(0xFE, b"x") * 50000), "50,000 comments")
    out.add("junk.jpg", insert(jpeg(p.image), 0xDB, b"\x11" * 3_000_000), "3 MB before a marker")
    rgb = p.rgb.astype(np.int64)
    out.add("chunks-100000.png", png(rgb, RGB, 8, extra=[chunk(b"tEXt", b"a\0b")] * 100_000), "100,000 chunks")
    out.add("picture.png", saved(picture, "PNG"), "PNG")
    rows = b"".join(b"\4" + bytes(3 * 1200) for _ in range(1600))
    header = struct.pack(">IIBBBBB", 1200, 1600, 8, 2, 0, 0, 1)
    out.add(
        "interlaced.png",
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows + bytes(90_000)))
        + chunk(b"IEND", b""),
        "interlaced, Paeth filters, all zeros",
    )
    out.add("picture.gif", saved(picture, "GIF"), "GIF")
    out.add(
        "frames-300.gif",
        saved(p.image, "GIF", save_all=True, append_images=[p.image.rotate(i) for i in range(1, 300)]),
        "300 frames",
    )
    out.add("lossless.webp", saved(picture, "WEBP", lossless=True), "lossless WebP")
    out.add("lossy-alpha.webp", saved(picture.convert("RGBA"), "WEBP", quality=80), "lossy WebP")
    out.add("picture.bmp", saved(picture, "BMP"), "BMP")
