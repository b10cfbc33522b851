"""TIFFs as real programs write them: tifffile, GDAL, libvips, OpenCV, Pillow, libtiff's tools, ImageMagick."""

import io
import pathlib
import tempfile
import warnings

import numpy as np

from .common import Family, Pictures, saved, tool

NAMES = {
    "zstd": "ZSTD|Zstandard",
    "lzma": "LZMA",
    "webp": "WebP",
    "jpeg2000": "JPEG ?2000",
    "jp2k": "JPEG ?2000",
    "jpegxl": "JPEG ?XL|JXL",
    "lerc": "LERC",
    "png": "PNG",
}
SAMPLES = "float|sign|sample|bit"


def make(p: Pictures) -> Family:
    out = Family()
    for part in (by_tifffile, by_gdal, by_vips, by_opencv, by_pillow, by_tools):
        part(out, p)
    return out


def arrays(p: Pictures) -> dict:
    rgb16 = p.rgb.astype(np.uint16) * 257 - p.rgb[::-1]
    return {
        "rgb": (p.rgb, "rgb"),
        "gray": (p.gray, "minisblack"),
        "white": (p.gray, "miniswhite"),
        "rgb16": (rgb16, "rgb"),
        "gray16": (p.gray.astype(np.uint16) * 256 + 77, "minisblack"),
        "rgba": (p.rgba, "rgb"),
    }


def by_tifffile(out: Family, p: Pictures) -> None:
    import tifffile

    def write(array, **options) -> bytes:
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, array, **{"metadata": None, **options})
        return buffer.getvalue()

    for kind, (array, photometric) in arrays(p).items():
        more = {"extrasamples": ["unassalpha"]} if kind == "rgba" else {}
        for compression in (None, "lzw", "zlib", "packbits"):
            for layout, options in (("strips", {"rowsperstrip": 20}), ("tiles", {"tile": (16, 32)})):
                if (compression in ("lzw", "packbits")) == (layout == "tiles") and kind not in ("rgb", "gray"):
                    continue
                out.add(
                    f"tifffile-{kind}-{compression or 'raw'}-{layout}.tif",
                    lambda: write(array, photometric=photometric, compression=compression, **options, **more),
                    f"tifffile: {kind}, {compression}, {layout}",
                    "ocaml-tiff#37",
                )
    for kind in ("rgb", "rgb16", "gray16", "rgba"):
        array, photometric = arrays(p)[kind]
        out.add(
            f"tifffile-{kind}-predictor.tif",
            lambda: write(array, photometric=photometric, compression="zlib", predictor=True, rowsperstrip=7),
            "horizontal predictor",
            "imageio-ext#117",
        )
        out.add(
            f"tifffile-{kind}-predictor-mm.tif",
            lambda: write(array, photometric=photometric, compression="lzw", predictor=True, byteorder=">"),
            "horizontal predictor, big-endian",
            "geotiff.js#550",
        )
        out.add(
            f"tifffile-{kind}-bigtiff.tif",
            lambda: write(array, photometric=photometric, bigtiff=True),
            "BigTIFF",
            "Pillow#7093",
            names="BigTIFF",
        )
    for name in ("jpeg", "zstd", "lzma", "webp", "jpeg2000", "jpegxl", "lerc", "png"):
        for layout, options in (("strips", {"rowsperstrip": 16}), ("tiles", {"tile": (32, 32)})):
            if layout == "strips" and name not in ("jpeg", "zstd", "webp"):
                continue
            out.add(
                f"tifffile-{name}-{layout}.tif",
                lambda: write(p.rgb, photometric="rgb", compression=name, **options),
                f"tifffile: {name} in {layout}",
                "opentile#9",
                names=NAMES.get(name, ""),
            )
    out.add(
        "tifffile-jpeg-gray-tiles.tif",
        lambda: write(p.gray, photometric="minisblack", compression="jpeg", tile=(16, 16)),
        "JPEG in gray tiles, no JPEGTables",
        "opentile#9",
    )
    out.add(
        "tifffile-jpeg-ycbcr-420.tif",
        lambda: write(p.rgb, photometric="ycbcr", compression="jpeg", subsampling=(2, 2), tile=(32, 32)),
        "YCbCr JPEG in tiles with subsampling",
        "xarray-spatial#1502",
    )
    for endian in "<>":
        planes = np.moveaxis(p.rgb, 2, 0).copy()
        out.add(
            f"tifffile-planar-{'ii' if endian == '<' else 'mm'}.tif",
            lambda: write(planes, photometric="rgb", planarconfig="separate", byteorder=endian),
            "planes",
        )
        out.add(
            f"tifffile-planar-tiles-{'ii' if endian == '<' else 'mm'}.tif",
            lambda: write(
                planes, photometric="rgb", planarconfig="separate", tile=(16, 16), compression="zlib", byteorder=endian
            ),
            "planes in tiles",
        )
    wide = np.moveaxis(arrays(p)["rgb16"][0], 2, 0).copy()
    out.add(
        "tifffile-planar-rgb16.tif",
        lambda: write(wide, photometric="rgb", planarconfig="separate"),
        "16-bit planes: Pillow garbles them",
        "Pillow#6209",
        difference="planar-16-bit",
    )
    out.add(
        "tifffile-planar-jpeg.tif",
        lambda: write(
            np.moveaxis(p.rgb, 2, 0).copy(),
            photometric="rgb",
            planarconfig="separate",
            compression="jpeg",
            tile=(32, 32),
        ),
        "JPEG in planes",
    )
    out.add(
        "tifffile-ome.ome.tif",
        lambda: write(np.stack([p.gray, p.gray[::-1]]), ome=True, metadata={"axes": "CYX"}, photometric="minisblack"),
        "OME-TIFF of two channels",
        "bioformats#4442",
    )
    out.add(
        "tifffile-imagej.tif",
        lambda: write(np.stack([p.gray] * 3), imagej=True, metadata={"axes": "ZYX"}),
        "ImageJ stack",
        "tifffile#110",
    )
    out.add(
        "tifffile-shaped.tif",
        lambda: write(np.stack([p.gray] * 3), metadata={}, photometric="minisblack"),
        "shaped stack",
    )

    def pyramid(**options) -> bytes:
        buffer = io.BytesIO()
        with tifffile.TiffWriter(buffer, **options) as writer:
            writer.write(p.rgb, photometric="rgb", tile=(32, 32), subifds=1, metadata=None)
            writer.write(p.rgb[::2, ::2], photometric="rgb", tile=(16, 16), subfiletype=1, metadata=None)
        return buffer.getvalue()

    out.add("tifffile-pyramid-subifd.tif", pyramid, "pyramid in SubIFDs", "libvips#3058")
    out.add(
        "tifffile-pyramid-subifd-big.tif",
        lambda: pyramid(bigtiff=True),
        "pyramid in SubIFDs, BigTIFF",
        "iipsrv#281",
        names="BigTIFF",
    )
    for dtype in ("int8", "int16", "int32", "uint32", "float16", "float32", "float64"):
        out.add(
            f"tifffile-gray-{dtype}.tif",
            lambda: write(p.gray.astype(dtype), photometric="minisblack"),
            f"samples of {dtype}",
            "Pillow#3231",
            difference="not-accepted",
            names=SAMPLES,
        )
    out.add(
        "tifffile-5-channels.tif",
        lambda: write(np.dstack([p.rgb, p.alpha, p.alpha]), photometric="rgb", extrasamples=[0, 0]),
        "two extra channels",
        "Pillow#1885",
    )
    out.add(
        "tifffile-cmyk-extra.tif",
        lambda: write(np.dstack([np.asarray(p.cmyk()), p.alpha]), photometric="separated", extrasamples=[1]),
        "CMYK with a spot channel",
        "Pillow#7007",
    )
    out.add(
        "tifffile-rgba-associated.tif",
        lambda: write(p.rgba, photometric="rgb", extrasamples=["assocalpha"]),
        "premultiplied alpha",
        "Pillow#2231",
    )
    out.add(
        "tifffile-rgbx.tif",
        lambda: write(p.rgba, photometric="rgb", extrasamples=["unspecified"]),
        "unspecified fourth",
    )
    out.add(
        "tifffile-la.tif",
        lambda: write(
            np.dstack([p.gray, p.alpha]), photometric="minisblack", extrasamples=["unassalpha"], planarconfig="contig"
        ),
        "gray with alpha",
        "Pillow#1602",
    )
    out.add(
        "tifffile-la16.tif",
        lambda: write(
            np.dstack([p.gray, p.alpha]).astype(np.uint16) * 257,
            photometric="minisblack",
            extrasamples=["unassalpha"],
            planarconfig="contig",
        ),
        "16-bit gray with alpha",
        "Pillow#1602",
    )


def by_gdal(out: Family, p: Pictures) -> None:
    def write(array, suffix=".tif", driver="GTiff", overviews=(), **options) -> bytes:
        import rasterio

        bands = array[None] if array.ndim == 2 else np.moveaxis(array, 2, 0)
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = pathlib.Path(folder, "out" + suffix)
            with rasterio.open(
                path,
                "w",
                driver=driver,
                width=bands.shape[2],
                height=bands.shape[1],
                count=len(bands),
                dtype=bands.dtype,
                **options,
            ) as file:
                file.write(bands)
            if overviews:
                with rasterio.open(path, "r+") as file:
                    file.build_overviews(list(overviews))
            return path.read_bytes()

    large = p.make(150, 101)
    for compress in ("NONE", "LZW", "DEFLATE", "PACKBITS", "JPEG", "ZSTD", "LZMA", "WEBP", "LERC"):
        names = NAMES.get(compress.lower(), "")
        for layout, options in (
            ("strips", {"blockysize": 16}),
            ("tiles", {"tiled": True, "blockxsize": 64, "blockysize": 64}),
        ):
            for interleave in ("pixel", "band"):
                if interleave == "band" and compress in ("WEBP", "LERC", "PACKBITS", "LZMA"):
                    continue
                out.add(
                    f"gdal-{compress.lower()}-{layout}-{interleave}.tif",
                    lambda: write(large, compress=compress, interleave=interleave, photometric="RGB", **options),
                    f"rasterio: {compress}, {layout}, {interleave} interleaved",
                    "georaster#10",
                    names=names,
                )
    for predictor in (2, 3):
        array = large if predictor == 2 else large.astype(np.float32)
        out.add(
            f"gdal-predictor{predictor}.tif",
            lambda: write(array, compress="DEFLATE", predictor=predictor, photometric="RGB"),
            "predictor",
            "geotiff.js#28",
            difference="not-accepted" if predictor == 3 else "",
        )
    out.add(
        "gdal-ycbcr.tif",
        lambda: write(large, compress="JPEG", photometric="YCBCR", tiled=True, blockxsize=64, blockysize=64),
        "JPEG YCbCr tiles with JPEGTables",
    )
    out.add(
        "gdal-cog.tif", lambda: write(p.make(600, 520), driver="COG", compress="DEFLATE"), "Cloud Optimized GeoTIFF"
    )
    out.add("gdal-cog-jpeg.tif", lambda: write(p.make(600, 520), driver="COG", compress="JPEG"), "COG of JPEG tiles")
    out.add(
        "gdal-cog-lzw.tif",
        lambda: write(p.make(300, 520), driver="COG", compress="LZW", predictor="YES"),
        "COG of LZW tiles",
    )
    out.add(
        "gdal-overviews.tif", lambda: write(p.make(300, 260), photometric="RGB", overviews=(2, 4)), "overviews as pages"
    )
    out.add("gdal-bigtiff.tif", lambda: write(large, photometric="RGB", bigtiff="YES"), "BigTIFF", names="BigTIFF")
    out.add("gdal-big-endian.tif", lambda: write(large, photometric="RGB", endianness="BIG"), "big-endian")
    out.add("gdal-alpha.tif", lambda: write(p.rgba, photometric="RGB", alpha="YES"), "alpha band")
    out.add("gdal-4-bands.tif", lambda: write(p.rgba), "four bands, the fourth unspecified", "Pillow#393")
    out.add(
        "gdal-minisblack-3.tif",
        lambda: write(p.rgb, photometric="MINISBLACK"),
        "three bands that are not RGB",
        "Pillow#3769",
    )
    out.add(
        "gdal-sparse.tif",
        lambda: write(
            np.where(np.arange(150)[None, :, None] < 60, large, 0).astype(np.uint8),
            photometric="RGB",
            tiled=True,
            blockxsize=64,
            blockysize=64,
            compress="DEFLATE",
            sparse_ok=True,
        ),
        "tiles of no bytes",
        "geotiff.js#304",
    )
    out.add(
        "gdal-sparse-raw.tif",
        lambda: write(
            np.where(np.arange(150)[None, :] < 60, large[:, :, 0], 0).astype(np.uint8),
            tiled=True,
            blockxsize=64,
            blockysize=64,
            sparse_ok=True,
        ),
        "raw tiles of no bytes",
        "async-tiff#340",
    )
    out.add("gdal-miniswhite.tif", lambda: write(p.gray, photometric="MINISWHITE"), "white is 0")
    for bits in (1, 2, 4, 12):
        out.add(
            f"gdal-nbits{bits}.tif",
            lambda: write((p.gray >> 8 - min(bits, 8)).astype(np.uint16 if bits > 8 else np.uint8), nbits=bits),
            f"{bits} bits",
            "TwelveMonkeys#683",
        )
    out.add("gdal-ccitt.tif", lambda: write((p.gray > 110).astype(np.uint8), nbits=1, compress="CCITTFAX4"), "G4")
    out.add("gdal-nodata.tif", lambda: write(p.gray, nodata=0), "GDAL_NODATA")
    out.add("gdal-cmyk.tif", lambda: write(np.asarray(p.cmyk()), photometric="CMYK"), "CMYK")


def by_vips(out: Family, p: Pictures) -> None:
    def write(array, **options) -> bytes:
        import pyvips

        return pyvips.Image.new_from_array(array).tiffsave_buffer(**options)

    large = p.make(300, 260)
    for compression in ("none", "jpeg", "deflate", "packbits", "lzw", "webp", "zstd", "jp2k"):
        names = NAMES.get(compression, "")
        out.add(
            f"vips-{compression}.tif",
            lambda: write(large, compression=compression),
            f"libvips: {compression}",
            "DPFManager#508",
            names=names,
        )
        out.add(
            f"vips-{compression}-pyramid.tif",
            lambda: write(large, compression=compression, tile=True, pyramid=True, tile_width=128, tile_height=128),
            f"libvips pyramid: {compression}",
            "cantaloupe#327",
            names=names,
        )
    out.add(
        "vips-subifd.tif",
        lambda: write(large, tile=True, pyramid=True, subifd=True, tile_width=128, tile_height=128),
        "pyramid in SubIFDs",
        "libvips#3058",
    )
    out.add(
        "vips-subifd-small.tif",
        lambda: write(p.rgb, tile=True, pyramid=True, subifd=True),
        "one tile, SubIFDs wanted",
        "libvips#3058",
    )
    out.add("vips-bigtiff.tif", lambda: write(large, bigtiff=True, compression="lzw"), "BigTIFF", names="BigTIFF")
    out.add("vips-predictor.tif", lambda: write(large, compression="lzw", predictor="horizontal"), "predictor")
    for depth in (1, 2, 4):
        out.add(f"vips-{depth}-bit.tif", lambda: write(p.gray, bitdepth=depth), f"{depth} bits")
        out.add(
            f"vips-{depth}-bit-white.tif",
            lambda: write(p.gray, bitdepth=depth, miniswhite=True),
            f"{depth} bits, white is 0",
        )
    out.add("vips-g4.tif", lambda: write(p.gray, bitdepth=1, compression="ccittfax4"), "G4")
    out.add("vips-gray16.tif", lambda: write(p.gray.astype(np.uint16) * 257, compression="deflate"), "16-bit gray")
    out.add(
        "vips-float.tif", lambda: write(p.gray.astype(np.float32) / 255), "floating point", difference="not-accepted"
    )


def by_opencv(out: Family, p: Pictures) -> None:
    def write(array, *options) -> bytes:
        import cv2

        done, data = cv2.imencode(".tif", array, list(options))
        if not done:
            raise OSError("OpenCV refused")
        return data.tobytes()

    for number, label in (
        (1, "none"),
        (5, "lzw"),
        (8, "deflate"),
        (32773, "packbits"),
        (32946, "old-deflate"),
        (50000, "zstd"),
    ):
        out.add(
            f"opencv-{label}.tif",
            lambda: write(p.make(150, 101)[:, :, ::-1], 259, number),
            f"OpenCV: {label}",
            "opencv#17054",
            names=NAMES.get(label, ""),
        )
    out.add("opencv-rgb16.tif", lambda: write(p.rgb.astype(np.uint16) * 256 + 3, 259, 5), "16-bit RGB", "opencv#17054")
    out.add("opencv-bgra.tif", lambda: write(p.rgba), "alpha")
    out.add("opencv-gray-predictor.tif", lambda: write(p.gray, 259, 5, 317, 2), "predictor")
    out.add("opencv-float.tif", lambda: write(p.gray.astype(np.float32)), "floating point", difference="not-accepted")
    out.add("opencv-rows-per-strip.tif", lambda: write(p.rgb, 259, 1, 278, 7), "strips of 7 rows", "georaster#10")


def by_pillow(out: Family, p: Pictures) -> None:
    for compression in ("raw", "tiff_ccitt", "group3", "group4", "packbits", "tiff_lzw"):
        out.add(
            f"pillow-1-{compression}.tif",
            lambda: saved(p.bilevel, "TIFF", compression=compression),
            f"Pillow: 1 bit, {compression}",
        )
    for mode in ("LA", "PA", "CMYK", "LAB", "YCbCr", "I;16", "I", "F", "RGBX"):
        listed = "not-accepted" if mode in ("LAB", "YCbCr", "I", "F") else ""
        out.add(
            f"pillow-{mode.replace(';', '').lower()}.tif",
            lambda: saved(p.image.convert("L" if mode in ("I;16", "F", "I") else "RGB").convert(mode), "TIFF"),
            f"Pillow: mode {mode}",
            difference=listed,
        )
    out.add("pillow-big.tif", lambda: saved(p.image, "TIFF", big_tiff=True), "BigTIFF", names="BigTIFF")
    for compression in ("zstd", "webp", "lzma"):
        out.add(
            f"pillow-{compression}.tif",
            lambda: saved(p.image, "TIFF", compression=compression),
            f"Pillow: {compression}",
            names=NAMES[compression],
        )
    out.add(
        "pillow-pages.tif",
        lambda: saved(p.bilevel, "TIFF", save_all=True, append_images=[p.image, p.image.convert("L")]),
        "pages of different kinds",
    )


def by_tools(out: Family, p: Pictures) -> None:
    rgb, bits = saved(p.image, "TIFF"), saved(p.bilevel, "TIFF")
    for label, options in (
        ("none", ["-c", "none"]),
        ("none-rows7", ["-c", "none", "-r", "7"]),
        ("lzw-2", ["-c", "lzw:2"]),
        ("zip", ["-c", "zip"]),
        ("jpeg", ["-c", "jpeg"]),
        ("jpeg-raw", ["-c", "jpeg:r"]),
        ("packbits", ["-c", "packbits"]),
        ("separate", ["-p", "separate"]),
        ("tiles", ["-t", "-w", "16", "-l", "32"]),
        ("big-endian", ["-B"]),
        ("bigtiff", ["-8"]),
        ("lsb", ["-f", "lsb2msb"]),
        ("separate-lzw", ["-p", "separate", "-c", "lzw"]),
        ("lsb-lzw", ["-f", "lsb2msb", "-c", "lzw"]),
    ):
        out.add(
            f"tiffcp-{label}.tif",
            lambda: tool(["tiffcp", *options, "IN", "OUT"], rgb, ".tif", ".tif"),
            f"tiffcp {label}",
            "DPFManager#508",
            names="BigTIFF" if label == "bigtiff" else "",
        )
    for label, options in (
        ("g3", ["-c", "g3"]),
        ("g3-2d", ["-c", "g3:2d"]),
        ("g3-fill", ["-c", "g3:fill"]),
        ("g4", ["-c", "g4"]),
        ("g4-lsb", ["-c", "g4", "-f", "lsb2msb"]),
        ("g4-rows7", ["-c", "g4", "-r", "7"]),
        ("bits-lsb", ["-f", "lsb2msb"]),
        ("bits-rows5", ["-c", "none", "-r", "5"]),
    ):
        out.add(
            f"tiffcp-{label}.tif",
            lambda: tool(["tiffcp", *options, "IN", "OUT"], bits, ".tif", ".tif"),
            f"tiffcp {label}",
            "bioformats#3306",
        )
    for label, options in (
        ("group4", ["-monochrome", "-compress", "Group4"]),
        ("fax", ["-monochrome", "-compress", "Fax"]),
        ("rle", ["-compress", "RLE"]),
        ("depth4", ["-colorspace", "Gray", "-depth", "4"]),
        ("palette", ["-colors", "20", "-type", "Palette"]),
        ("msb", ["-endian", "MSB"]),
        ("plane", ["-interlace", "plane"]),
        ("cmyk", ["-colorspace", "CMYK"]),
        ("jpeg", ["-compress", "JPEG"]),
        ("lsb-fill", ["-define", "tiff:fill-order=lsb"]),
        ("lab", ["-colorspace", "Lab"]),
        ("ptif", ["-define", "tiff:tile-geometry=32x32"]),
    ):
        out.add(
            f"magick-{label}.tif",
            lambda: tool(["convert-im6.q16", "IN", *options, "OUT"], rgb, ".tif", ".tif"),
            f"ImageMagick {label}",
            "ImageMagick#6094",
            difference="not-accepted" if label == "lab" else "",
        )
