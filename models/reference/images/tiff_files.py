"""TIFFs of many writers, and such as no writer makes, with the pixels that Pillow gives for them.

    tiff_files.py corpus FOLDER           small files of every kind, and tiffs.json: the corpus of TiffCorpusTest
    tiff_files.py random FOLDER COUNT [FIRST]
                                          random files of tifffile, and MANIFEST: to look for differences by hand

Needs requirements-tiff.txt, and for the corpus Debian's libtiff-tools and imagemagick.
"""

import hashlib
import io
import json
import logging
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import warnings
import zlib

import numpy as np
import tifffile
from PIL import Image, ImageOps

HEIGHT, WIDTH = 29, 37
TYPES = {1: "B", 2: "B", 3: "H", 4: "I", 5: "II", 6: "b", 7: "B", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I",
         16: "Q"}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'


def picture(height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    smooth = np.stack([40 + 5 * x, 30 + 6 * y, 128 + 100 * np.sin(x / 5) * np.cos(y / 4)], 2)
    noise = np.random.default_rng(7).integers(-9, 10, smooth.shape)
    return (smooth + noise).clip(0, 255).astype(np.uint8)


RGB = picture(HEIGHT, WIDTH)
GRAY = RGB[..., 2].copy()
ALPHA = (np.add.outer(np.arange(HEIGHT) * 3, np.arange(WIDTH) * 5) % 256).astype(np.uint8)
RGBA = np.dstack([RGB, ALPHA])
BILEVEL = GRAY > 128


def decoded(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return ImageOps.exif_transpose(image).convert("RGB")


def sha(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def tiff(blocks: list, tags: dict, more: list = (), order: str = "<", head: bytes = b"", big: bool = False) -> bytes:
    """A TIFF of blocks and tags, {tag: (type, values)}; more tags may be there twice, and unsorted behind the others.

    Where tags hold None for offsets (273 or 324) or lengths (279 or 325) those of the blocks are filled in.
    """
    size, count, place = (8, "Q", "Q") if big else (4, "H", "I")
    mark = b"II" if order == "<" else b"MM"
    body = bytearray(head or mark + struct.pack(order + "H", 43 if big else 42))
    body += (struct.pack(order + "HH", 8, 0) if big else b"") + bytes(size)
    offsets = []
    for block in blocks:
        offsets.append(len(body))
        body += block + b"\0" * (len(block) % 2)
    filled = {273: offsets, 324: offsets, 279: [len(b) for b in blocks], 325: [len(b) for b in blocks]}
    entries = [(tag, kind, filled[tag] if values is None else values) for tag, (kind, values) in sorted(tags.items())]
    entries += more
    directory, rows, behind = len(body), b"", b""
    entry = 20 if big else 12
    for tag, kind, values in entries:
        raw = b"".join(struct.pack(order + TYPES.get(kind, "B"), *(v if isinstance(v, tuple) else (v,))) for v in values)
        where = raw.ljust(size, b"\0")
        if len(raw) > size:
            at = directory + struct.calcsize(order + count) + entry * len(entries) + size + len(behind)
            where, behind = struct.pack(order + place, at), behind + raw + b"\0" * (len(raw) % 2)
        rows += struct.pack(order + "HH" + place, tag, kind, len(values)) + where
    start = 8 if big else 4
    body[start:start + size] = struct.pack(order + place, directory)
    return bytes(body) + struct.pack(order + count, len(entries)) + rows + bytes(size) + behind


def strips(data: bytes, row: int, rows: int) -> list:
    return [data[i:i + row * rows] for i in range(0, len(data), row * rows)]


def tags(width: int, height: int, bits: list, photometric: int, compression: int = 1, rows: int = 0, **changed) -> dict:
    """The usual tags; changed by number, t258=(3, [8]), or left out, t258=None."""
    made = {256: (3, [width]), 257: (3, [height]), 258: (3, bits), 259: (3, [compression]), 262: (3, [photometric]),
            273: (4, None), 277: (3, [len(bits)]), 278: (3, [rows or height]), 279: (4, None)}
    made.update({int(name[1:]): value for name, value in changed.items()})
    return {tag: value for tag, value in made.items() if value}


def rgb(data: list = (), more: list = (), order: str = "<", head: bytes = b"", **changed) -> bytes:
    return tiff(data or [RGB.tobytes()], tags(WIDTH, HEIGHT, [8] * 3, 2, **changed), more, order, head)


def gray(data: bytes, bits: int = 8, photometric: int = 1, order: str = "<", compression: int = 1, **changed) -> bytes:
    return tiff([data], tags(WIDTH, HEIGHT, [bits], photometric, compression, **changed), order=order)


def packed(values: np.ndarray, bits: int) -> bytes:
    shifts = np.arange(bits - 1, -1, -1)
    ones = (values[:, :, None] >> shifts & 1).reshape(len(values), -1).astype(np.uint8)
    return np.packbits(ones, axis=1).tobytes()


def tiles(width: int, height: int, pixels: np.ndarray) -> list:
    down, across = -(-len(pixels) // height), -(-pixels.shape[1] // width)
    whole = np.zeros((down * height, across * width) + pixels.shape[2:], pixels.dtype)
    whole[:len(pixels), :pixels.shape[1]] = pixels
    return [whole[y:y + height, x:x + width].tobytes()
            for y in range(0, down * height, height) for x in range(0, across * width, width)]


def units(pixels: np.ndarray, across: int, down: int) -> bytes:
    """YCbCr whose Cb and Cr are told once for several pixels."""
    high, wide = -(-len(pixels) // down) * down, -(-pixels.shape[1] // across) * across
    full = np.zeros((high, wide, 3), np.uint8)
    full[:len(pixels), :pixels.shape[1]] = pixels
    out = b""
    for y in range(0, high, down):
        for x in range(0, wide, across):
            out += full[y:y + down, x:x + across, 0].tobytes() + full[y, x, 1:].tobytes()
    return out


def lzw_of_old_style(data: bytes) -> bytes:
    """LZW whose bits are the other way round and whose codes become longer one code later; as before TIFF 5.0."""
    bits, count, table, out = 9, 0, {bytes([i]): i for i in range(256)}, 0
    length = 0

    def put(code: int) -> None:
        nonlocal out, length
        out |= code << length
        length += bits

    put(256)
    free, last = 258, b""
    for value in data:
        now = last + bytes([value])
        if now in table:
            last = now
            continue
        put(table[last])
        table[now] = free
        free += 1
        if free > 1 << bits:
            bits += 1
        if free == 4095:
            put(256)
            bits, free, table = 9, 258, {bytes([i]): i for i in range(256)}
        last = bytes([value])
    put(table[last])
    put(257)
    return out.to_bytes((length + 7) // 8, "little")


def hand_built() -> dict:
    """Faults and oddities."""
    data, row, deflated = RGB.tobytes(), WIDTH * 3, zlib.compress(RGB.tobytes())
    five, five_deflated = strips(data, row, 5), [zlib.compress(s) for s in strips(data, row, 5)]
    files = {
        "strips-short-last": rgb(five, rows=5),
        "strips-1x9": tiff([bytes(range(0, 100, 20)), bytes(range(100, 180, 20))], tags(1, 9, [8], 1, rows=5)),
        "lengths-wrong": rgb(five, rows=5, t279=(4, [1, 2, 3, 4, 5, 6])),
        "lengths-absent": rgb(t279=None),
        "lengths-absent-strips": rgb(five, rows=5, t279=None),
        "lengths-0-deflate": rgb([deflated], compression=8, t279=(4, [0])),
        "lengths-absent-deflate": rgb([deflated], compression=8, t279=None),
        "lengths-of-shorts": rgb(five_deflated, compression=8, rows=5, t279=(3, [len(s) for s in five_deflated])),
        "rows-absent": rgb(t278=None),
        "rows-huge": rgb(t278=(4, [2**32 - 1])),
        "rows-huge-deflate": rgb([deflated], compression=32946, t278=(4, [2**32 - 1])),
        "several-offsets-one-strip": rgb([bytes(len(data)), data]),
        "bits-one-for-all": rgb(t258=(3, [8])),
        "bits-one-too-many": rgb(t258=(3, [8] * 4)),
        "photometric-absent": gray(GRAY.tobytes(), t262=None),
        "compression-absent": gray(GRAY.tobytes(), t259=None),
        "samples-absent": gray(GRAY.tobytes(), t277=None),
        "sizes-long": gray(GRAY.tobytes(), t256=(4, [WIDTH]), t257=(4, [HEIGHT])),
        "planar-of-one": gray(GRAY.tobytes(), t284=(3, [2])),
        "predictor-ignored": rgb(t317=(3, [2])),
        "orientation-twice": rgb(t274=(3, [6]), more=[(274, 3, [1])]),
        "orientation-of-unknown-type-then-6": rgb(more=[(274, 99, [1]), (274, 3, [6])]),
        "height-twice": rgb(more=[(257, 3, [12])]),
        "height-twice-deflate": rgb([deflated], compression=8, more=[(257, 3, [12])]),
        "orientation-deflate": rgb([deflated], compression=8, t274=(3, [5])),
        "header-MM-2a00": rgb(order=">", head=b"MM*\0"),
        "header-II-002a": rgb(head=b"II\0*"),
        "big": tiff([data], tags(WIDTH, HEIGHT, [8] * 3, 2), big=True),
        "big-long8": tiff([data], tags(WIDTH, HEIGHT, [8] * 3, 2, t273=(16, None), t279=(16, None)), big=True),
        "xmp": rgb(t700=(1, list(XMP))),
        "xmp-undefined": rgb(t700=(7, list(XMP))),
        "xmp-deflate": rgb([deflated], compression=8, t700=(1, list(XMP))),
        "xmp-beside-tag": rgb(t700=(1, list(XMP)), t274=(3, [1])),
        "xmp-beside-0": rgb(t700=(1, list(XMP)), t274=(3, [0])),
        "xmp-beside-byte": rgb(t700=(1, list(XMP)), t274=(1, [3])),
        "unsorted": rgb(t256=None, more=[(256, 3, [WIDTH])]),
        "fill-order-2": gray(bytes(int(f"{v:08b}"[::-1], 2) for v in GRAY.tobytes()), t266=(3, [2])),
        "white-is-zero": gray(GRAY.tobytes(), photometric=0),
        "ycbcr-one-sample": gray(GRAY.tobytes(), photometric=6),
        "signed-8": gray(GRAY.tobytes(), t339=(3, [2])),
        "lzw-old-style": rgb([lzw_of_old_style(data)], compression=5),
        "lzw-old-style-predictor": rgb([lzw_of_old_style(
            np.diff(RGB, axis=1, prepend=np.zeros((HEIGHT, 1, 3), np.uint8)).astype(np.uint8).tobytes())],
            compression=5, t317=(3, [2])),
    }
    for name, kind, value in (("byte", 1, 6), ("sbyte", 6, 6), ("undefined", 7, 6), ("sshort", 8, 6), ("long", 4, 6),
                              ("slong", 9, 6), ("rational", 5, (12, 2)), ("rational-no-number", 5, (13, 2)),
                              ("srational", 10, (6, 1)), ("float", 11, 6.0), ("float-no-number", 11, 6.5),
                              ("double", 12, 6.0), ("ifd", 13, 6), ("ascii", 2, ord("6"))):
        files[f"orientation-{name}"] = rgb(t274=(kind, [value]))
    for number in range(0, 10):
        files[f"orientation-{number}"] = rgb(t274=(3, [number]))
    palette = [v * 83 % 65536 for v in range(768)]
    files["palette-levels-to-255"] = gray(GRAY.tobytes(), photometric=3, t320=(3, [v % 256 for v in palette]))
    files["palette-short"] = gray((GRAY // 4).tobytes(), photometric=3, t320=(3, palette[:192]))
    for extra in (0, 2):
        two = np.dstack([GRAY, ALPHA]).tobytes()
        files[f"gray-extra-{extra}"] = tiff([two], tags(WIDTH, HEIGHT, [8] * 2, 1, t338=(3, [extra])))
        files[f"palette-extra-{extra}"] = tiff([two], tags(WIDTH, HEIGHT, [8] * 2, 3, t338=(3, [extra]),
                                                          t320=(3, palette)))
    for extra in ([], [0], [1], [2], [999]):
        told = {"t338": (3, extra)} if extra else {}
        name = "-".join(str(e) for e in extra) or "untold"
        wide = (RGBA.astype("<u2") * 256 + 17)
        for pack, compression in ((bytes, 1), (zlib.compress, 8)):
            kind = "-deflate" if compression == 8 else ""
            four = tags(WIDTH, HEIGHT, [8] * 4, 2, compression, **told)
            files[f"rgba-extra-{name}{kind}"] = tiff([pack(RGBA.tobytes())], four)
            if extra != [999]:
                files[f"rgba16-extra-{name}{kind}"] = tiff([pack(wide.tobytes())],
                                                           tags(WIDTH, HEIGHT, [16] * 4, 2, compression, **told))
            if compression == 8:
                files[f"rgba-planar-extra-{name}{kind}"] = tiff(
                    [pack(RGBA[..., i].tobytes()) for i in range(4)], {**four, 284: (3, [2])})
    for width, height in ((16, 16), (64, 64), (7, 5), (1, 1), (100, 1)):
        parts = tiles(width, height, RGB)
        tiled = tags(WIDTH, HEIGHT, [8] * 3, 2, t273=None, t278=None, t279=None, t322=(3, [width]), t323=(3, [height]),
                     t324=(4, None), t325=(4, None))
        if len(parts) < 100:
            files[f"tiles-{width}x{height}"] = tiff(parts, tiled)
            files[f"tiles-{width}x{height}-deflate"] = tiff([zlib.compress(p) for p in parts], {**tiled, 259: (3, [8])})
        else:
            files[f"tiles-{width}x{height}"] = tiff(parts, {**tiled, 325: (3, [3] * len(parts))})
    ycbcr = np.asarray(Image.fromarray(RGB).convert("YCbCr"))
    for across, down in ((1, 1), (2, 1), (2, 2), (1, 2), (4, 1), (4, 2), (4, 4)):
        told = {"t530": (3, [across, down])}
        files[f"ycbcr-{across}x{down}-deflate"] = rgb([zlib.compress(units(ycbcr, across, down))], compression=8,
                                                      t262=(3, [6]), **told)
    files["ycbcr-untold-deflate"] = rgb([zlib.compress(units(ycbcr, 2, 2))], compression=8, t262=(3, [6]))
    files["ycbcr-video-levels-deflate"] = rgb(
        [zlib.compress(units(ycbcr, 2, 2))], compression=8, t262=(3, [6]), t530=(3, [2, 2]),
        t529=(5, [(2126, 10000), (7152, 10000), (722, 10000)]),
        t532=(5, [(16, 1), (235, 1), (128, 1), (240, 1), (128, 1), (240, 1)]))
    files["ycbcr-tiles-deflate"] = tiff(
        [zlib.compress(units(np.frombuffer(t, np.uint8).reshape(16, 16, 3), 2, 2)) for t in tiles(16, 16, ycbcr)],
        tags(WIDTH, HEIGHT, [8] * 3, 6, 8, t273=None, t278=None, t279=None, t322=(3, [16]), t323=(3, [16]),
             t324=(4, None), t325=(4, None), t530=(3, [2, 2])))
    files["ycbcr"] = rgb([ycbcr.tobytes()], t262=(3, [6]), t530=(3, [1, 1]))
    files["ycbcr-untold"] = rgb([ycbcr.tobytes()], t262=(3, [6]))
    files["ycbcr-planar-deflate"] = rgb([zlib.compress(ycbcr[..., i].tobytes()) for i in range(3)], compression=8,
                                        t262=(3, [6]), t530=(3, [1, 1]), t284=(3, [2]))
    for order in "<>":
        name = "little" if order == "<" else "big"
        for kind, sample_format in (("i2", 2), ("i4", 2), ("f4", 3)):
            values = (GRAY.astype(float) * 1.5 - 60).astype(order + kind)
            files[f"{kind}-{name}-endian"] = gray(values.tobytes(), values.itemsize * 8, order=order,
                                                  t339=(3, [sample_format]))
    files["u4"] = gray((GRAY.astype("<u4") * 3).tobytes(), 32)
    return files


def of_tifffile() -> dict:
    def written(values: np.ndarray, **options) -> bytes:
        out = io.BytesIO()
        tifffile.imwrite(out, values, metadata=None, **options)
        return out.getvalue()

    planes = np.moveaxis(RGB, 2, 0).copy()
    wide = RGB.astype("u2") * 256 + 77
    files = {
        "jpeg-tiles-no-tables": written(RGB, photometric="rgb", tile=(16, 16), compression="jpeg"),
        "jpeg-strips-no-tables": written(RGB, photometric="rgb", rowsperstrip=16, compression="jpeg"),
        "jpeg-ycbcr-tiles": written(RGB, photometric="ycbcr", subsampling=(2, 2), tile=(32, 16), compression="jpeg"),
        "jpeg-gray": written(GRAY, photometric="minisblack", compression="jpeg"),
        "jpeg-planar": written(planes, photometric="rgb", planarconfig="separate", compression="jpeg"),
        "lzma-predictor": written(RGB, photometric="rgb", compression="lzma", predictor=True),
        "zstd-predictor": written(RGB, photometric="rgb", compression="zstd", predictor=True),
        "zstd-planar-tiles": written(planes, photometric="rgb", planarconfig="separate", compression="zstd", tile=(16, 16)),
        "cmyk16": written(RGBA.astype("u2") * 256 + 3, photometric="separated", compression="zlib"),
        "rgb16-big-endian-predictor": written(wide, photometric="rgb", byteorder=">", compression="lzw", predictor=True),
        "float-predictor": written(GRAY.astype("f4") * 1.25 - 20, photometric="minisblack", compression="zlib",
                                   predictor=True),
        "bigtiff": written(RGB, photometric="rgb", bigtiff=True, compression="lzw"),
        "big-endian-tiles": written(wide, photometric="rgb", byteorder=">", tile=(16, 32)),
    }
    return files


def of_pillow() -> dict:
    def written(mode: str, values: np.ndarray, quality: int) -> bytes:
        out = io.BytesIO()
        Image.fromarray(values, mode).save(out, "TIFF", compression="jpeg", quality=quality)
        return out.getvalue()

    large = np.tile(RGBA, (4, 4, 1))
    return {
        "jpeg-gray-alpha": written("LA", np.dstack([GRAY, ALPHA]), 90),
        "jpeg-cmyk-large": written("CMYK", large, 60),
        "jpeg-rgb-large": written("RGB", large[..., :3].copy(), 60),
    }


def of_gdal(folder: pathlib.Path) -> dict:
    import rasterio
    files = {}

    def write(name: str, bands: np.ndarray, **options) -> None:
        bands = bands if bands.ndim == 3 else bands[None]
        with rasterio.open(folder / "x.tif", "w", driver=options.pop("driver", "GTiff"), width=bands.shape[2],
                           height=bands.shape[1], count=len(bands), dtype=bands.dtype, **options) as file:
            file.write(bands)
            if options.get("photometric") == "PALETTE":
                file.write_colormap(1, {i: (i * 7 % 256, 255 - i, i * 3 % 256, 255) for i in range(256)})
        files[name] = (folder / "x.tif").read_bytes()

    rgb_bands, rgba_bands = np.moveaxis(RGB, 2, 0), np.moveaxis(RGBA, 2, 0)
    for compression in ("none", "lzw", "deflate", "packbits", "zstd", "lzma", "jpeg"):
        write(f"rgb-{compression}-band", rgb_bands, photometric="RGB", compress=compression, interleave="band", blockysize=8)
        write(f"rgba-{compression}-tiles", rgba_bands, photometric="RGB", compress=compression, interleave="pixel",
              tiled=True, blockxsize=16, blockysize=16)
    for mode in (0, 1, 2, 3):
        write(f"jpeg-ycbcr-tables{mode}", rgb_bands, photometric="YCBCR", compress="jpeg", jpegtablesmode=mode, tiled=True,
              blockxsize=32, blockysize=16)
    write("jpeg-cmyk", rgba_bands, photometric="CMYK", compress="jpeg")
    write("cmyk-planar", rgba_bands, photometric="CMYK", interleave="band")
    for bits in (1, 2, 4):
        values = GRAY >> (8 - bits)
        write(f"gray{bits}", values, nbits=bits)
        write(f"gray{bits}-tiles", values, nbits=bits, tiled=True, blockxsize=16, blockysize=16, compress="lzw")
        write(f"palette{bits}", values, nbits=bits, photometric="PALETTE", compress="deflate")
    write("palette", GRAY, photometric="PALETTE")
    for compression in ("ccittrle", "ccittfax3", "ccittfax4"):
        write(compression, GRAY >> 7, nbits=1, compress=compression, blockysize=7, photometric="MINISWHITE")
        write(f"{compression}-tiles", GRAY >> 7, nbits=1, compress=compression, tiled=True, blockxsize=16, blockysize=16)
    write("premultiplied", rgba_bands, photometric="RGB", alpha="PREMULTIPLIED", compress="lzw", predictor=2)
    write("gray-alpha", rgba_bands[2:], alpha="YES")
    write("5-bands", np.concatenate([rgb_bands, rgb_bands[:2]]), photometric="RGB", alpha="UNSPECIFIED")
    write("big-endian", rgb_bands, photometric="RGB", ENDIANNESS="BIG", BIGTIFF="NO")
    write("bigtiff", rgb_bands, photometric="RGB", BIGTIFF="YES", compress="lzw", predictor=2)
    write("cog", rgb_bands, driver="COG", compress="deflate", predictor="YES", blocksize=128)
    return files


def of_vips(folder: pathlib.Path) -> dict:
    import pyvips
    files = {}

    def write(name: str, image, **options) -> None:
        image.tiffsave(str(folder / "x.tif"), **options)
        files[name] = (folder / "x.tif").read_bytes()

    colour, black = pyvips.Image.new_from_array(RGB), pyvips.Image.new_from_array(GRAY)
    for compression in ("none", "jpeg", "deflate", "packbits", "lzw"):
        write(compression, colour, compression=compression)
        write(f"{compression}-tiles", colour, compression=compression, tile=True, tile_width=32, tile_height=16)
    for bits in (1, 2, 4):
        write(f"bits{bits}", black, bitdepth=bits)
    write("group4", black, compression="ccittfax4", bitdepth=1)
    write("white-is-zero", black, miniswhite=True, compression="lzw", predictor="horizontal")
    write("bigtiff-pyramid", colour, bigtiff=True, pyramid=True, tile=True, tile_width=16, tile_height=16)
    write("gray-alpha", black.bandjoin(128), compression="lzw")
    turned = colour.copy()
    turned.set_type(pyvips.GValue.gint_type, "orientation", 7)
    write("orientation", turned)
    return files


def of_opencv(folder: pathlib.Path) -> dict:
    import cv2
    files = {}
    for name, values in (("rgb", RGB), ("gray", GRAY), ("rgba", RGBA), ("rgb16", RGB.astype("u2") * 257)):
        for compression in (1, 5, 32946, 32773):
            cv2.imwrite(str(folder / "x.tif"), values, [cv2.IMWRITE_TIFF_COMPRESSION, compression])
            files[f"{name}-{compression}"] = (folder / "x.tif").read_bytes()
    return files


def of_tools(folder: pathlib.Path) -> dict:
    """Of tiffcp, fax2tiff, raw2tiff and ImageMagick's convert."""
    files = {}

    def run(name: str, *command: str) -> None:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr}")
        files[name] = (folder / "out.tif").read_bytes()

    (folder / "rgb.tif").write_bytes(rgb())
    (folder / "rgba.tif").write_bytes(tiff([RGBA.tobytes()], tags(WIDTH, HEIGHT, [8] * 4, 2, t338=(3, [2]))))
    black = tags(WIDTH, HEIGHT, [1], 0)
    (folder / "black.tif").write_bytes(tiff([packed(BILEVEL.astype(int), 1)], black))
    for compression in ("none", "packbits", "lzw", "lzw:2", "zip:2", "zstd:2", "lzma", "jpeg", "jpeg:r"):
        name = compression.replace(":", "-")
        run(f"tiffcp-{name}", "tiffcp", "-c", compression, "-r", "16", "rgb.tif", "out.tif")
        run(f"tiffcp-{name}-tiles", "tiffcp", "-c", compression, "-t", "-w", "16", "-l", "16", "rgb.tif", "out.tif")
        run(f"tiffcp-{name}-big-endian", "tiffcp", "-B", "-c", compression, "rgb.tif", "out.tif")
        if not compression.startswith("jpeg"):
            run(f"tiffcp-{name}-fill-order", "tiffcp", "-f", "lsb2msb", "-c", compression, "rgb.tif", "out.tif")
            run(f"tiffcp-{name}-planar", "tiffcp", "-p", "separate", "-c", compression, "rgb.tif", "out.tif")
    for compression in ("g3:1d", "g3:2d", "g3:2d:fill", "g3:1d:fill", "g4"):
        name = compression.replace(":", "-")
        run(f"tiffcp-{name}", "tiffcp", "-c", compression, "-r", "11", "black.tif", "out.tif")
        run(f"tiffcp-{name}-fill-order", "tiffcp", "-f", "lsb2msb", "-c", compression, "black.tif", "out.tif")
    run("tiffcp-g3", "tiffcp", "-c", "g3:1d", "-r", "999", "black.tif", "out.tif")
    page = tifffile.TiffFile(folder / "out.tif").pages[0]
    (folder / "x.g3").write_bytes(files["tiffcp-g3"][page.dataoffsets[0]:][:page.databytecounts[0]])
    for option in ("-1", "-2", "-4", "-8"):
        run(f"fax2tiff{option}", "fax2tiff", "-X", str(WIDTH), option, "-o", "out.tif", "x.g3")
    (folder / "x.bin").write_bytes(RGB.tobytes())
    run("raw2tiff", "raw2tiff", "-w", str(WIDTH), "-l", str(HEIGHT), "-b", "3", "-i", "pixel", "-p", "rgb", "-c", "lzw",
        "-r", "4", "x.bin", "out.tif")
    for name, source, *options in (
            ("palette", "rgb", "-type", "Palette", "-colors", "40"), ("bilevel", "rgb", "-monochrome"),
            ("cmyk", "rgb", "-colorspace", "CMYK"), ("ycbcr", "rgb", "-colorspace", "YCbCr"), ("16", "rgb", "-depth", "16"),
            ("associated", "rgba", "-define", "tiff:alpha=associated"), ("msb", "rgb", "-define", "tiff:endian=msb"),
            ("lsb", "rgb", "-define", "tiff:fill-order=lsb"), ("planar", "rgb", "-interlace", "plane")):
        for compression in ("None", "LZW", "Zip", "RLE", "JPEG"):
            if compression in ("LZW", "JPEG") or name in ("palette", "ycbcr"):
                run(f"convert-{name}-{compression.lower()}", "convert", f"{source}.tif", *options, "-compress", compression,
                    "-strip", "out.tif")
    return files


def differing() -> dict:
    """Where Pillow is deliberately not followed: (file, expected gray)."""
    wide = GRAY.astype("u2") * 256 + 99
    return {
        "gray16": (gray(wide.astype("<u2").tobytes(), 16), GRAY),
        "gray16-big-endian": (gray(wide.astype(">u2").tobytes(), 16, order=">"), GRAY),
        "gray16-white-is-zero": (gray(wide.astype("<u2").tobytes(), 16, photometric=0), 255 - GRAY),
        "gray12": (gray(packed(GRAY.astype(int) * 16 + 5, 12), 12), GRAY),
    }


def refused() -> dict:
    """Kinds that are not accepted: (file, what the message must say)."""
    kinds = {f"compression-{number}": (rgb(compression=number), name) for number, name in (
        (6, "JPEG of the old style"), (34712, "JPEG 2000"), (33003, "JPEG 2000"), (34887, "LERC"), (50001, "WebP"),
        (50002, "JPEG XL"), (52546, "JPEG XL"), (34661, "JBIG"), (32809, "ThunderScan"), (34676, "LogLuv"),
        (12345, "an unknown method"))}
    kinds["lab"] = rgb(t262=(3, [8])), "CIE Lab"
    kinds["mask"] = gray(packed(BILEVEL.astype(int), 1), 1, photometric=4), "a transparency mask"
    kinds["camera"] = gray(GRAY.tobytes(), photometric=32803), "raw camera samples"
    kinds["double"] = gray(GRAY.astype("f8").tobytes(), 64, t339=(3, [3])), "floating-point samples of 64 bits"
    kinds["half"] = gray(GRAY.astype("f2").tobytes(), 16, t339=(3, [3])), "floating-point samples of 16 bits"
    kinds["complex"] = gray(GRAY.astype("c8").tobytes(), 64, t339=(3, [6])), "complex samples of 64 bits"
    kinds["565"] = rgb(t258=(3, [5, 6, 5])), "different numbers of bits"
    kinds["7-samples"] = tiff([bytes(WIDTH * HEIGHT * 7)], tags(WIDTH, HEIGHT, [8] * 7, 2)), "7 samples a pixel"
    return kinds


def corpus(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    lines = []

    def add(name: str, data: bytes, **told) -> None:
        (folder / f"{name}.tif").write_bytes(data)
        lines.append(json.dumps({"file": f"{name}.tif", **told}))

    def add_image(name: str, data: bytes, image: Image.Image) -> None:
        add(name, data, width=image.width, height=image.height, sha256=sha(image))

    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        writers = {"": hand_built(), "tifffile-": of_tifffile(), "pillow-": of_pillow(), "gdal-": of_gdal(work),
                   "vips-": of_vips(work), "opencv-": of_opencv(work), "tools-": of_tools(work)}
    for prefix, files in writers.items():
        for name, data in files.items():
            add_image(prefix + name, data, decoded(data))
    for name, (data, levels) in differing().items():
        add_image(f"differs-{name}", data, Image.fromarray(levels.astype(np.uint8)).convert("RGB"))
    for name, (data, message) in refused().items():
        add(f"refused-{name}", data, refused=message)
    (folder / ".gitattributes").write_text("* -text\n*.json text\n")
    (folder / "tiffs.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(len(lines), "files,", sum(f.stat().st_size for f in folder.iterdir()) // 1024, "KiB")


def random_tiff(seed: int) -> tuple:
    """A name that tells its kind, and a file."""
    pick, rng = random.Random(seed), np.random.default_rng(seed)
    width, height = pick.choice([1, 2, 3, 7, 8, 16, 33, 64, 100, 257]), pick.choice([1, 2, 3, 8, 15, 17, 40, 65, 130])

    def samples(count: int, kind: str = "u1") -> np.ndarray:
        most = np.iinfo(kind).max
        if pick.random() < 0.3:
            return rng.integers(0, most + 1, (height, width, count)).astype(kind)
        y, x = np.mgrid[0:height, 0:width]
        waves = np.stack([(np.sin(x / (5 + i * 3) + y / (7 + i)) * 0.5 + 0.5) * most for i in range(count)], 2)
        return (waves + rng.integers(0, max(2, most // pick.choice([8, 50, 300])), waves.shape)).clip(0, most).astype(kind)

    kind = pick.choice(["rgb", "gray", "white", "rgba", "rgba16", "rgb5", "cmyk", "cmyk16", "gray2", "rgb16", "palette",
                        "bilevel", "float", "int", "ycbcr"])
    compression = pick.choice([None, "lzw", "zlib", "zstd", "lzma", "packbits", "jpeg"])
    extra = pick.choice(["unassalpha", "assocalpha", "unspecified"])
    options: dict = {"photometric": "rgb"}
    if kind in ("rgb", "rgb16", "ycbcr"):
        values = samples(3, "u2" if kind == "rgb16" else "u1")
    elif kind in ("rgba", "rgba16", "rgb5"):
        values = samples(pick.choice([5, 6]) if kind == "rgb5" else 4, "u2" if kind == "rgba16" else "u1")
        options["extrasamples"] = [extra] + ["unspecified"] * (values.shape[2] - 4)
    elif kind in ("cmyk", "cmyk16"):
        values, options = samples(4, "u2" if kind == "cmyk16" else "u1"), {"photometric": "separated"}
    elif kind == "gray2":
        values = samples(2)
        options = {"photometric": "minisblack", "extrasamples": [extra if extra != "assocalpha" else "unspecified"]}
    else:
        values, options = samples(1)[..., 0], {"photometric": "miniswhite" if kind == "white" else "minisblack"}
        if kind == "palette":
            options = {"photometric": "palette", "colormap": rng.integers(0, 65536, (3, 256), dtype="u2")}
        elif kind == "bilevel":
            values = values > 128
        elif kind in ("float", "int"):
            values = ((values.astype(float) - 20) * 1.3).astype("f4" if kind == "float" else pick.choice(["i2", "i4", "u4"]))
    if kind == "ycbcr":
        compression = "jpeg"
        options = {"photometric": "ycbcr", "subsampling": pick.choice([(1, 1), (2, 1), (2, 2)])}
    elif compression == "jpeg" and kind not in ("rgb", "gray", "white"):
        compression = "zlib"
    if kind == "bilevel" and compression == "lzma":
        compression = "lzw"
    if compression in ("lzw", "zlib", "zstd", "lzma") and kind != "bilevel":
        options["predictor"] = pick.random() < 0.5
    if values.ndim == 3 and kind not in ("ycbcr", "gray2"):
        if pick.random() < 0.35:
            values, options["planarconfig"] = np.moveaxis(values, 2, 0).copy(), "separate"
        else:
            options["planarconfig"] = "contig"
    if pick.random() < 0.4:
        options["tile"] = 16 * pick.choice([1, 2, 4, 8]), 16 * pick.choice([1, 1, 2, 5])
    elif pick.random() < 0.7:
        options["rowsperstrip"] = pick.choice([16, 32]) if kind == "ycbcr" else pick.choice([1, 2, 3, 8, 16, 1000])
    order = "<" if kind in ("float", "int") and compression else pick.choice("<<>")
    out = io.BytesIO()
    tifffile.imwrite(out, values, compression=compression, byteorder=order, metadata=None,
                     bigtiff=order == "<" and pick.random() < 0.15, **options)
    parts = [str(seed), kind, str(compression), options.get("planarconfig", ""), "tiles" if "tile" in options else "strips",
             "big" if order == ">" else "little", "predictor" if options.get("predictor") else "",
             *options.get("extrasamples", [])[:1]]
    return "-".join(p for p in parts if p) + ".tif", out.getvalue()


def at_random(folder: pathlib.Path, count: int, first: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "MANIFEST", "w") as manifest:
        for seed in range(first, first + count):
            name, data = random_tiff(seed)
            (folder / name).write_bytes(data)
            try:
                image = decoded(data)
                manifest.write(f"{name} {image.width},{image.height} {sha(image)}\n")
            except Exception as refusal:
                manifest.write(f"{name} - {type(refusal).__name__}\n")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "corpus":
        corpus(pathlib.Path(sys.argv[2]))
    else:
        at_random(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 0)
