"""Which of the odd files are in the corpus: a few of each kind, as shell patterns; see mass_files.py."""

import fnmatch

import mass_files

ACCEPTED = """
jpeg-cmyk-first-icc-twice.jpg jpeg-cmyk-first-icc-wrong-count.jpg jpeg-cmyk-first-icc-short.jpg jpeg-cmyk-first-jfif-2.01.jpg
jpeg-cmyk-junk-before-sos.jpg jpeg-cmyk-only-adobe-[0-3].jpg jpeg-cmyk-only-adobe-255.jpg jpeg-cmyk-no-eoi-20-bytes.jpg
jpeg-cmyk-no-eoi-text.jpg jpeg-cmyk-cut-0.5-eoi.jpg jpeg-cmyk-plain.jpg jpeg-cmyk-twice.jpg jpeg-cmyk-first-length-0.jpg
jpeg-ycck4[14][01].jpg jpeg-ycck422.jpg jpeg-progressive-cmyk.jpg jpeg-progressive-ycck.jpg jpeg-progressive-ycck-up-to-scan2.jpg
jpeg-restart-cmyk-rst0-lost.jpg jpeg-restart-cmyk-rst0-plus[1-7].jpg jpeg-restart-cmyk-rst0-junk.jpg jpeg-restart-cmyk-dri-lost.jpg
jpeg-restart-cmyk-rst0-interval-lost.jpg jpeg-restart-rst0-lost.jpg jpeg-restart-gray-rst0-plus2.jpg jpeg-restart-progressive-rst0-plus3.jpg
jpeg-rgb420-no-eoi-20-bytes.jpg jpeg-rgb420-no-eoi-text.jpg jpeg-rgb420-taller.jpg jpeg-rgb420-no-dht.jpg jpeg-rgb444-ids-rgb-plain.jpg
jpeg-rgb420-ids-012-plain.jpg jpeg-rgb420-sos-zeros.jpg jpeg-rgb420-first-length-1.jpg jpeg-rgb420-first-dqt-16-bit.jpg
jpeg-rgb420-cut-0.5-zeros.jpg jpeg-rgb444-only-adobe-0.jpg jpeg-gray-first-adobe-2.jpg jpeg-rgb420-dnl-before-scan-end.jpg
jpeg-progressive-up-to-scan*.jpg jpeg-progressive444-without-scan[1-4].jpg jpeg-progressive-gray-up-to-half-scan*.jpg jpeg-progressive-cut-in-scan[0-3].jpg
jpeg-rgb420-arithmetic-sos-zeros.jpg jpeg-rgb420-arithmetic-cut-0.5-eoi.jpg jpeg-rgb420-arithmetic-restart1-rst0-lost.jpg
jpeg-rgb420-arithmetic-progressive-up-to-scan[0-4].jpg jpeg-rgb420-arithmetic-progressive-without-scan3.jpg jpeg-rgb420-arithmetic-first-dac.jpg
jpeg-by-jpegtran-cmyk-arithmetic.jpg jpeg-by-jpegtran-ycck420-arithmetic-progressive.jpg jpeg-by-jpegtran-gray-arithmetic.jpg
jpeg-by-cjpeg2[0-9]-arithmetic.jpg jpeg-by-cjpeg3[0-3]-arithmetic.jpg jpeg-mpo.jpg jpeg-by-imagecodecs-ljpeg.jpg jpeg-by-imagecodecs1.jpg
exif-be-type*.jpg exif-le-type1.jpg exif-le-type[35]*.jpg exif-le-type1[0-6]*.jpg exif-le-float-half.jpg exif-le-unknown-type14-then-six.jpg
exif-le-count-*.jpg exif-le-six-then-one.jpg exif-be-one-then-six.jpg exif-le-behind-*.jpg exif-be-before-tag-outside.jpg exif-le-head-*.jpg
exif-be-head-*.jpg exif-le-count-of-entries-large.jpg exif-be-cut-1[0-9].jpg exif-le-cut-2*.jpg exif-le-directory-*.jpg exif-prefix-*.jpg
exif-in-two-segments.jpg exif-le-type12.png exif-le-type5-12-2.webp exif-le-six-then-one.webp
xmp-attribute.jpg xmp-element.png xmp-attribute-byte.jpg xmp-attribute-broken.jpg xmp-attribute-other.png xmp-twice.webp xmp-latin-1.jpg
meta-raw-profile-text.png meta-raw-profile-packed-after.png meta-raw-profile-and-exif.png meta-text-exif.png meta-xmp-packed.png
meta-xmp-packed-broken.png meta-xmp-twice-after.png meta-exif-twice-animated.png meta-raw-profile-lines-animated-before.png meta-xmp-in-packed-text.png
webp-alpha-alph-raw.webp webp-alpha-alph-raw-long.webp webp-lossless-unknown-last.webp webp-lossless-trailing.webp webp-lossy-exif-before.webp
webp-animated-anim-background.webp webp-by-cwebp[48].webp
png-gama-first.png png-no-end.png png-wrong-end-checksum.png png-header-long.png png-compression-1.png png-palette-of-3.png png-bytes.png
gif-plain-code-size-0.gif gif-plain-local-palette.gif gif-two-frame-at-5-7.gif gif-two-zeros-before.gif gif-two-control-long.gif
bmp-8-many-colours.bmp bmp-1-few-gray-40.bmp bmp-rle4-delta-far.bmp bmp-8-offset-8-more.bmp
pnm-P[4-6]-.pnm pnm-P[14]-comment*.pnm pnm-P[36]-comment-in-number.pnm pnm-P[56]-max100.pnm pnm-P6-16-max4095.pnm pnm-P1-no-spaces.pnm
pnm-P3-comment-cr.pnm pnm-P5-crlf.pnm pnm-P5-leading-zeros.pnm pnm-P6-twice.pnm
tga-rgb24-[03]*.tga tga-rgb32-32.tga tga-rgb16-0-rle.tga tga-gray8-16.tga tga-gray16-0-rle.tga tga-palette[123][642]-0*.tga tga-gray-with-palette.tga
tga-rgb24-ident.tga tga-pillow-P-tga_rle.tga
""".split()

REFUSED = """
jpeg-cmyk-no-eoi-1-byte.jpg jpeg-cmyk-cut-0.9.jpg jpeg-cmyk-sof-twice.jpg jpeg-cmyk-reserved-before-dqt.jpg jpeg-gray-no-dqt.jpg
jpeg-progressive-no-eoi-20-bytes.jpg jpeg-rgb420-sampling-33.jpg jpeg-rgb420-12-bit-header.jpg jpeg-cmyk-dht-broken.jpg jpeg-cmyk-height-0.jpg
jpeg-rgb420-arithmetic-cut-0.5.jpg
webp-lossless-flags1.webp webp-lossless-flags64.webp webp-lossless-flags2.webp webp-lossless-vp8x-long.webp webp-lossless-vp8x-twice.webp
webp-lossless-image-twice.webp webp-lossless-unknown-first.webp webp-alpha-alph2.webp webp-alpha-alph-raw-short.webp webp-alpha-alph-cut.webp
webp-alpha-alph-twice.webp webp-alpha-alph-behind.webp webp-alpha-alph32.webp webp-alpha-alph128.webp webp-animated-anim-lost.webp
webp-animated-anim-short.webp webp-animated-frame3-0-1.webp webp-animated-frame3-short.webp
pnm-P6-cut.pnm pnm-P3-cut.pnm pnm-P4-cut.pnm pnm-P3-too-large.pnm pnm-P3-negative.pnm pnm-P1-wrong-digit.pnm pnm-P6-zero.pnm pnm-P6-huge.pnm
pnm-P6-max65536.pnm pnm-P3-long-token.pnm tga-rgb24-cut.tga tga-rgb24-rle-cut.tga
png-cgbi.png png-pixels-cut.png bmp-rle8-cut.bmp gif-two-cut-0.5.gif
""".split()


def files():
    for make in (mass_files.jpegs, mass_files.oriented, mass_files.webps, mass_files.pngs, mass_files.gifs, mass_files.bmps, mass_files.pnms, mass_files.tgas):
        for name, data in make():
            for patterns, accepted in ((ACCEPTED, True), (REFUSED, False)):
                if data and not name.endswith("-dpi.jpg") and any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns):
                    yield name, data, accepted
