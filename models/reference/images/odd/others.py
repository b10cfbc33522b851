"""What a server of JPEG, PNG, GIF, BMP, WebP and TIFF refuses, and should name."""

import gzip
import io
import struct
import tarfile
import zipfile

import numpy as np

from .common import Family, Pictures, Tag, jpeg, saved, tiff

HEIF = "HEIC|HEIF"
TEXT = "text"


def make(p: Pictures) -> Family:
    out = Family()
    for part in (boxes, codecs, raw_cameras, documents, archives, videos, scientific, texts, named_wrong):
        part(out, p)
    return out


def ftyp(brand: bytes, *more: bytes, size: int | None = None, tail: bytes = bytes(60)) -> bytes:
    body = b"ftyp" + brand + bytes(4) + b"".join(more)
    return struct.pack(">I", len(body) + 4 if size is None else size) + body + tail


def boxes(out: Family, p: Pictures) -> None:
    for brand, more, names in (
        (b"heic", (b"mif1", b"heic"), HEIF),
        (b"heix", (b"mif1",), HEIF),
        (b"hevc", (b"msf1",), HEIF),
        (b"hevx", (), HEIF),
        (b"heim", (), HEIF),
        (b"heis", (), HEIF),
        (b"hevm", (), HEIF),
        (b"hevs", (), HEIF),
        (b"mif1", (b"heic",), HEIF),
        (b"mif1", (), HEIF),
        (b"msf1", (b"hevc",), HEIF),
        (b"mif2", (b"heic",), HEIF),
        (b"miaf", (b"mif1",), HEIF + "|AVIF"),
        (b"MiHE", (b"mif1", b"heic"), HEIF),
        (b"avif", (b"mif1", b"miaf"), "AVIF"),
        (b"avis", (b"msf1",), "AVIF"),
        (b"mif1", (b"avif", b"miaf"), "AVIF|HEI"),
        (b"avio", (), "AVIF"),
        (b"jp2 ", (), "JPEG 2000|JP2"),
        (b"jpx ", (b"jp2 ",), "JPEG 2000|JP2|JPX"),
        (b"jxl ", (), "JPEG XL|JXL"),
        (b"crx ", (b"isom",), "CR3|Canon|raw"),
        (b"j2ki", (b"mif1",), HEIF + "|JPEG 2000"),
        (b"jpeg", (b"mif1",), HEIF),
        (b"avci", (b"mif1",), HEIF),
        (b"vvic", (b"mif1",), HEIF + "|VVC"),
    ):
        label = b"-".join((brand, *more)).decode().replace(" ", "")
        out.add(f"box-{label}.heic", ftyp(brand, *more), f"brands {label}", "opencv#27295", names=names)
    out.add("box-ftyp-size-0.heic", ftyp(b"heic", b"mif1", size=0), "ftyp of size 0", names=HEIF)
    out.add(
        "box-ftyp-size-1.heic",
        struct.pack(">I4sQ", 1, b"ftyp", 24) + b"heic" + bytes(4) + bytes(40),
        "ftyp with a long size",
        names=HEIF + "|.",
    )
    out.add(
        "heic-as-jpg.jpg", ftyp(b"heic", b"mif1", b"heic"), "HEIC named .jpg", "data-collection-ios#184", names=HEIF
    )


def codecs(out: Family, p: Pictures) -> None:
    import imagecodecs

    for quality in (30, 90):
        out.add(
            f"avif-{quality}.avif",
            lambda: saved(p.image, "AVIF", quality=quality),
            "AVIF",
            "opencv#27295",
            names="AVIF",
        )
    out.add(
        "avif-animated.avif",
        lambda: saved(p.image, "AVIF", save_all=True, append_images=[p.image.transpose(0)]),
        "AVIF sequence",
        names="AVIF",
    )
    for label, image in (("rgb", p.image), ("gray", p.image.convert("L"))):
        out.add(f"jp2-{label}.jp2", lambda: saved(image, "JPEG2000"), "JPEG 2000", "geotiff.js#372", names="JPEG 2000")
        out.add(
            f"j2k-{label}.j2k",
            lambda: saved(image, "JPEG2000", no_jp2=True),
            "JPEG 2000 codestream",
            "geotiff.js#372",
            names="JPEG 2000",
        )
    for label, options in (("codestream", {}), ("boxes", {"usecontainer": True})):
        out.add(
            f"jxl-{label}.jxl",
            lambda: imagecodecs.jpegxl_encode(p.rgb, **options),
            f"JPEG XL {label}",
            "libjxl#1088",
            names="JPEG XL",
        )
    out.add("jpegls.jls", lambda: imagecodecs.jpegls_encode(p.rgb), "JPEG-LS", "charls#329", names="JPEG-LS")
    out.add(
        "jpegls-gray.jls", lambda: imagecodecs.jpegls_encode(p.gray), "JPEG-LS, gray", "charls#329", names="JPEG-LS"
    )
    out.add("jpegxr.jxr", lambda: imagecodecs.jpegxr_encode(p.rgb), "JPEG XR", names="JPEG XR|HD Photo")
    out.add("qoi.qoi", lambda: imagecodecs.qoi_encode(p.rgb), "QOI", names="QOI")
    out.add("heif-real.heic", lambda: imagecodecs.heif_encode(p.rgb), "HEIF by an encoder", names=HEIF)
    for kind, names in (
        ("PCX", "PCX"),
        ("SGI", "SGI"),
        ("PSD", "Photoshop"),
        ("DDS", "DDS"),
        ("IM", "."),
        ("MSP", "."),
        ("XBM", "XBM|text"),
        ("EPS", "PostScript"),
        ("PDF", "PDF"),
        ("SPIDER", "."),
        ("BLP", "BLP|."),
        ("QOI", "QOI"),
    ):
        mode = {"MSP": "1", "XBM": "1", "SPIDER": "F", "BLP": "P"}.get(kind, "RGB")
        out.add(
            f"pillow-{kind.lower()}.{kind.lower()}",
            lambda: saved(p.image.convert(mode), kind),
            f"{kind} by Pillow",
            names=names,
        )


def raw_cameras(out: Family, p: Pictures) -> None:
    thumb = [jpeg(p.image)]
    make_tag = lambda maker: Tag(271, 2, maker + b"\0")
    cr2 = tiff(thumb, 64, 48, [8] * 3, 6, 6, more=[make_tag(b"Canon")])
    out.add(
        "canon.cr2",
        b"II*\0\x10\0\0\0CR\2\0" + bytes(4) + tiff_body(cr2, 16),
        "CR2",
        "TwelveMonkeys#73",
        names="CR2|Canon|raw|TIFF",
    )
    nef = tiff([p.gray.tobytes()], 64, 48, [8], 32803, 34713, more=[make_tag(b"NIKON CORPORATION")], order=">")
    out.add("nikon.nef", nef, "NEF", "TwelveMonkeys#73", names="NEF|Nikon|raw|TIFF")
    dng = tiff(
        [p.gray.tobytes()],
        64,
        48,
        [8],
        32803,
        1,
        more=[Tag(50706, 1, [1, 4, 0, 0]), Tag(33421, 3, [2, 2]), Tag(33422, 1, [0, 1, 1, 2])],
    )
    out.add("adobe.dng", dng, "DNG of a colour filter array", "Pillow#9095", names="DNG|raw|TIFF")
    linear = tiff([p.rgb.tobytes()], 64, 48, [8] * 3, 34892, 1, more=[Tag(50706, 1, [1, 4, 0, 0])])
    out.add("linear.dng", linear, "linear DNG", "Pillow#9095", names="DNG|raw|TIFF")
    out.add(
        "sony.arw",
        tiff([p.gray.tobytes()], 64, 48, [8], 32803, 32767, more=[make_tag(b"SONY")]),
        "ARW",
        names="ARW|Sony|raw|TIFF",
    )
    for name, head in (("olympus.orf", b"IIRO"), ("panasonic.rw2", b"IIU\0")):
        out.add(
            name,
            head + tiff([p.rgb.tobytes()], 64, 48, [8] * 3, 2)[4:],
            head.decode("latin1"),
            names="ORF|RW2|raw|Olympus|Panasonic",
        )
    out.add("fuji.raf", b"FUJIFILMCCD-RAW 0201" + bytes(100), "RAF", names="RAF|Fuji|raw")
    out.add("minolta.mrw", b"\0MRM" + bytes(100), "MRW", names="MRW|raw|Minolta")
    out.add("sigma.x3f", b"FOVb" + bytes(100), "X3F", names="X3F|raw|Sigma")


def tiff_body(data: bytes, shift_to: int) -> bytes:
    """Only the bytes behind the header: enough to be named, not to be decoded."""
    return data[shift_to:]


def documents(out: Family, p: Pictures) -> None:
    psd = (
        b"8BPS\0\1"
        + bytes(6)
        + struct.pack(">HIIHH", 3, 48, 64, 8, 3)
        + bytes(12)
        + b"\0\0"
        + np.moveaxis(p.rgb, 2, 0).tobytes()
    )
    for name, data, names in (
        ("photoshop.psd", psd, "Photoshop"),
        ("large.psb", psd[:5] + b"\2" + psd[6:], "Photoshop"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n", "PDF"),
        ("junk-before.pdf", b"\n\n%PDF-1.4\n", "PDF|text"),
        ("a.ps", b"%!PS-Adobe-3.0\n", "PostScript"),
        ("dos.eps", b"\xc5\xd0\xd3\xc6" + bytes(26) + b"%!PS", "PostScript|EPS"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "SVG"),
        ("bom.svg", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "SVG"),
        ("late.svg", b"<?xml version='1.0'?><!--" + b"x" * 600 + b"--><svg/>", "SVG|XML"),
        ("utf16.svg", "<?xml version='1.0'?><svg/>".encode("utf-16"), "SVG|XML|text"),
        ("a.svgz", gzip.compress(b"<svg/>"), "gzip|SVG"),
        ("a.docx", zipped("word/document.xml"), "ZIP|Office"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "Office|OLE|Word"),
        ("a.rtf", b"{\\rtf1 odd}", "RTF|text"),
        ("a.xcf", b"gimp xcf v011\0" + bytes(40), "GIMP|XCF"),
        ("a.ai", b"%PDF-1.5\n%Illustrator", "PDF"),
        ("a.wmf", b"\xd7\xcd\xc6\x9a" + bytes(40), "WMF|metafile|Metafile"),
        ("a.emf", b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(40), "EMF|metafile|Metafile"),
        ("a.djvu", b"AT&TFORM\0\0\0\x20DJVUINFO" + bytes(40), "DjVu"),
        ("a.kra", zipped("mimetype"), "ZIP|Krita"),
        ("a.epub", zipped("mimetype"), "ZIP|EPUB"),
        ("a.cdr", b"RIFF" + struct.pack("<I", 40) + b"CDR9vrsn" + bytes(30), "RIFF|Corel"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "XML"),
        ("a.ico", b"\0\0\1\0\1\0" + bytes(40), "icon"),
    ):
        out.add(f"document-{name}", data, name, "issue uploads", names=names)


def zipped(member: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(member), b"odd")
    return buffer.getvalue()


def archives(out: Family, p: Pictures) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo("a.jpg")
        member.size = 3
        archive.addfile(member, io.BytesIO(b"odd"))
    import bz2
    import lzma

    for name, data, names in (
        ("a.zip", zipped("a.jpg"), "ZIP"),
        ("empty.zip", b"PK\5\6" + bytes(18), "ZIP"),
        ("spanned.zip", b"PK\7\x08PK\3\4" + bytes(40), "ZIP"),
        ("a.tar", buffer.getvalue(), "tar"),
        ("a.gz", gzip.compress(b"odd", mtime=0), "gzip"),
        ("a.bz2", bz2.compress(b"odd"), "bzip2"),
        ("a.xz", lzma.compress(b"odd"), "xz|XZ"),
        ("a.zst", b"\x28\xb5\x2f\xfd" + bytes(20), "Zstandard|zstd"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(30), "7-?[zZ]"),
        ("a.rar", b"Rar!\x1a\x07\1\0" + bytes(30), "RAR"),
        ("old.rar", b"Rar!\x1a\x07\0" + bytes(30), "RAR"),
        ("a.lz4", b"\x04\x22\x4d\x18" + bytes(30), "LZ4|lz4"),
        ("a.cab", b"MSCF" + bytes(40), "CAB|[Cc]abinet"),
        ("jpeg.gz", gzip.compress(jpeg(p.image), mtime=0), "gzip"),
        ("a.exe", b"MZ\x90\0" + bytes(120), "[Ww]indows|program|executable|MZ"),
        ("a.elf", b"\x7fELF\2\1\1" + bytes(60), "ELF|program"),
        ("a.sqlite", b"SQLite format 3\0" + bytes(84), "SQLite"),
    ):
        out.add(f"archive-{name}", data, name, "ratarmount#28", names=names)


def videos(out: Family, p: Pictures) -> None:
    for name, data, names in (
        ("a.mp4", ftyp(b"isom", b"mp41"), "MP4|QuickTime|video"),
        ("a.mov", ftyp(b"qt  "), "MP4|QuickTime|video"),
        ("a.m4v", ftyp(b"M4V "), "MP4|QuickTime|video"),
        ("a.3gp", ftyp(b"3gp4"), "MP4|QuickTime|video|3GP"),
        ("no-ftyp.mov", struct.pack(">I4s", 100, b"moov") + bytes(92), "QuickTime|video"),
        ("a.webm", b"\x1a\x45\xdf\xa3" + bytes(40), "WebM|Matroska|video"),
        ("a.avi", b"RIFF" + struct.pack("<I", 60) + b"AVI LIST" + bytes(48), "RIFF|AVI"),
        ("a.wav", b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(24), "RIFF|WAV"),
        ("a.mp3", b"ID3\4\0\0" + bytes(60), "MP3|audio"),
        ("a.ogg", b"OggS" + bytes(60), "Ogg"),
        ("a.flv", b"FLV\1\5" + bytes(60), "FLV|Flash|video"),
        ("a.mng", b"\x8aMNG\r\n\x1a\n" + bytes(60), "MNG"),
        ("a.jng", b"\x8bJNG\r\n\x1a\n" + bytes(60), "JNG"),
        ("a.swf", b"CWS\x0a" + bytes(60), "Flash|SWF"),
        ("a.lottie.json", b'{"v":"5.5.7","fr":30,"layers":[]}', "text|JSON"),
    ):
        out.add(f"video-{name}", data, name, "MediaInfoLib", names=names)


def scientific(out: Family, p: Pictures) -> None:
    npy = io.BytesIO()
    np.save(npy, p.gray)
    for name, data, names in (
        ("a.dcm", bytes(128) + b"DICM" + b"\2\0\0\0UL\4\0" + bytes(60), "DICOM"),
        ("no-preamble.dcm", b"\x08\0\5\0CS\x0a\0ISO_IR 100" + bytes(60), "DICOM|."),
        ("a.fits", b"SIMPLE  =                    T".ljust(80) + b"END".ljust(2800), "FITS|text"),
        ("a.hdr", b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n" + bytes(4), "Radiance|HDR"),
        ("a.exr", b"v/1\1\2\0\0\0" + bytes(60), "OpenEXR"),
        ("a.npy", npy.getvalue(), "NumPy"),
        ("a.h5", b"\x89HDF\r\n\x1a\n" + bytes(60), "HDF"),
        ("a.nc", b"CDF\1" + bytes(60), "NetCDF"),
        ("a.czi", b"ZISRAWFILE" + bytes(60), "CZI|Zeiss"),
        ("a.nd2", b"\xda\xce\xbe\x0a" + bytes(60), "ND2|Nikon"),
        ("a.ktx", b"\xabKTX 11\xbb\r\n\x1a\n" + bytes(60), "KTX"),
        ("a.nii.gz", gzip.compress(struct.pack("<I", 348) + bytes(344), mtime=0), "gzip"),
        ("a.bpg", b"BPG\xfb" + bytes(60), "BPG"),
        ("a.flif", b"FLIF" + bytes(60), "FLIF"),
        ("a.grib", b"GRIB" + bytes(60), "GRIB"),
        ("a.parquet", b"PAR1" + bytes(60) + b"PAR1", "Parquet"),
        ("a.safetensors", struct.pack("<Q", 2) + b"{}", "."),
        ("a.pickle", b"\x80\4\x95" + bytes(30), "pickle|."),
    ):
        out.add(f"science-{name}", data, name, "bioformats", names=names)


def texts(out: Family, p: Pictures) -> None:
    lfs = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"ab" * 32 + b"\nsize 12345\n"
    for name, data, names in (
        ("lfs.jpg", lfs, "git-lfs|Git LFS|LFS"),
        ("lfs-crlf.jpg", lfs.replace(b"\n", b"\r\n"), "git-lfs|Git LFS|LFS"),
        ("annex.jpg", b"/annex/objects/SHA256E-s12345--" + b"ab" * 32 + b".jpg\n", "annex|text"),
        ("page.jpg", b"<!DOCTYPE html><html><body>403</body></html>", "HTML"),
        ("page-upper.jpg", b"\n\n<HTML><HEAD>", "HTML"),
        ("page-bom.jpg", b"\xef\xbb\xbf<!doctype html>", "HTML"),
        ("page-late.jpg", b"<!--" + b"x" * 700 + b"--><html>", "HTML|text"),
        ("page-utf16.jpg", "<html>".encode("utf-16"), "HTML|text"),
        ("error.jpg", b'{"error":"not found"}', "text|JSON"),
        ("s3.jpg", b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "XML"),
        ("plain.jpg", b"hello\n", TEXT),
        ("utf8.jpg", "Bild: grün, 图\n".encode(), TEXT),
        ("latin1.jpg", "grün\n".encode("latin1"), TEXT),
        ("data-url.jpg", b"data:image/png;base64,iVBORw0KGgo=", "data URL|base64|text|data:"),
        ("base64-png.png", b"iVBORw0KGgoAAAANSUhEUgAA", "base64|text"),
        ("base64-jpeg.jpg", b"/9j/4AAQSkZJRgABAQAAAQABAAD", "base64|text"),
        ("path.jpg", b"/home/user/picture.jpg\n", TEXT),
        ("url.jpg", b"https://example.org/a.jpg\n", "text|URL"),
        ("shortcut.url", b"[InternetShortcut]\r\nURL=https://example.org\r\n", TEXT),
        ("csv.jpg", b"a,b\n1,2\n", TEXT),
        ("empty.jpg", b"", "empty"),
        ("spaces.jpg", b"   \n", TEXT + "|empty|blank"),
        ("zeros.jpg", bytes(1000), "zero|no image"),
        ("ff.jpg", b"\xff" * 64, "no image|0xFF"),
        ("one-byte.jpg", b"\xff", "no image|truncated"),
        ("soi.jpg", b"\xff\xd8", "JPEG|truncated"),
        ("soi-eoi.jpg", b"\xff\xd8\xff\xd9", "JPEG|."),
        ("apple-double.jpg", b"\0\5\x16\7\0\2\0\0Mac OS X" + bytes(60), "AppleDouble|Mac"),
        ("multipart.jpg", b"--boundary\r\nContent-Type: image/jpeg\r\n\r\n" + jpeg(p.image), "."),
        ("http.jpg", b"HTTP/1.1 200 OK\r\n\r\n" + jpeg(p.image), "."),
    ):
        out.add(f"text-{name}", data, name, "webdataset#142", names=names)


def named_wrong(out: Family, p: Pictures) -> None:
    for wrong, kind in (
        ("jpg", "PNG"),
        ("png", "JPEG"),
        ("gif", "WEBP"),
        ("webp", "GIF"),
        ("bmp", "TIFF"),
        ("tif", "BMP"),
    ):
        out.add(
            f"wrong-name-{kind.lower()}.{wrong}",
            saved(p.image.quantize(60) if kind == "GIF" else p.image, kind),
            f"a {kind} named .{wrong}",
            "decode-ico#2",
        )
    jpeg_file = jpeg(p.image)
    for label, data in (
        ("zeros", bytes(4) + jpeg_file),
        ("newline", b"\n" + jpeg_file),
        ("bom", b"\xef\xbb\xbf" + jpeg_file),
        ("utf8-encoded", jpeg_file.decode("latin1").encode()),
        ("crlf", saved(p.image, "PNG").replace(b"\r\n", b"\n")),
        ("reversed", jpeg_file[::-1]),
    ):
        out.add(f"mangled-{label}.jpg", data, f"an image mangled: {label}", "PyTurboJPEG#77", names=".")
