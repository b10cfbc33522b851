"""Writes lossless WebPs of any feature of RFC 9649, with random contents: libwebp's encoder uses only some of them.

A file is a valid one, whatever the numbers: what its pixels are, libwebp says. To look for differences by hand:

    python webp_files.py FOLDER COUNT [FIRST_SEED]

writes COUNT files, and MANIFEST with the SHA-256 of Pillow's RGB pixels for each.
"""

import hashlib
import io
import pathlib
import random
import struct
import sys

from PIL import Image

PREDICTOR, CROSS_COLOUR, SUBTRACT_GREEN, COLOUR_INDEXING = range(4)
LENGTH_ORDER = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
NEIGHBOURS = sorted(((x, y) for y in range(8) for x in range(-7, 9) if y > 0 or x > 0),
                    key=lambda n: (n[0] ** 2 + n[1] ** 2, abs(n[0]), -n[0]))


def parts(side: int, bits: int) -> int:
    return (side + (1 << bits) - 1) >> bits


class Bits:
    """Bits, the lowest of each byte first."""

    def __init__(self):
        self.number = 0
        self.length = 0

    def put(self, value: int, length: int) -> None:
        self.number |= value << self.length
        self.length += length

    def bytes(self) -> bytes:
        return self.number.to_bytes((self.length + 7) // 8, "little")


class Code:
    """A canonical prefix code."""

    def __init__(self, lengths: list[int]):
        self.lengths = lengths
        self.symbols = [s for s, length in enumerate(lengths) if length]
        self.codes = {}
        if len(self.symbols) == 1:
            self.codes[self.symbols[0]] = (0, 0)
            return
        code = 0
        for length in range(1, 16):
            code <<= 1
            for symbol in self.symbols:
                if lengths[symbol] == length:
                    self.codes[symbol] = (int(format(code, f"0{length}b")[::-1], 2), length)
                    code += 1

    def put(self, bits: Bits, symbol: int) -> None:
        bits.put(*self.codes[symbol])


def random_lengths(rng: random.Random, alphabet: int, symbols: list[int], longest: int) -> list[int]:
    """A complete code of these symbols."""
    leaves = [0]
    skewed = rng.random() < 0.4
    while len(leaves) < len(symbols):
        at = len(leaves) - 1 if skewed and leaves[-1] < longest and rng.random() < 0.9 else rng.randrange(len(leaves))
        if leaves[at] < longest:
            depth = leaves.pop(at) + 1
            leaves += [depth, depth]
    lengths = [0] * alphabet
    for symbol, length in zip(symbols, leaves):
        lengths[symbol] = max(length, 1)
    return lengths


def put_lengths(bits: Bits, rng: random.Random, lengths: list[int]) -> None:
    symbols = [s for s, length in enumerate(lengths) if length]
    if len(symbols) <= 2 and symbols[-1] < 256 and rng.random() < 0.8:
        bits.put(1, 1)
        bits.put(len(symbols) - 1, 1)
        wide = symbols[0] > 1 or rng.random() < 0.5
        bits.put(wide, 1)
        bits.put(symbols[0], 8 if wide else 1)
        if len(symbols) == 2:
            bits.put(symbols[1], 8)
        return
    bits.put(0, 1)
    tokens = run_tokens(rng, lengths)
    shorter = run_tokens(rng, lengths[:rng.randint(symbols[-1] + 1, len(lengths))])
    tell_count = len(shorter) >= 2 and rng.random() < 0.5
    if tell_count:
        tokens = shorter
    used = sorted({token for token, _, _ in tokens})
    code = Code(random_lengths(rng, 19, used, 7))
    order = [code.lengths[symbol] for symbol in LENGTH_ORDER]
    count = max(i for i, length in enumerate(order) if length) + 1
    count = rng.randint(max(4, count), 19)
    bits.put(count - 4, 4)
    for length in order[:count]:
        bits.put(length, 3)
    bits.put(tell_count, 1)
    if tell_count:
        size = rng.choice([n for n in range(8) if len(tokens) - 2 < 1 << (2 + 2 * n)])
        bits.put(size, 3)
        bits.put(len(tokens) - 2, 2 + 2 * size)
    for token, extra, extra_bits in tokens:
        code.put(bits, token)
        bits.put(extra, extra_bits)


def run_tokens(rng: random.Random, lengths: list[int]) -> list[tuple]:
    tokens = []
    last = 8
    at = 0
    while at < len(lengths):
        run = 1
        while at + run < len(lengths) and lengths[at + run] == lengths[at]:
            run += 1
        if lengths[at] == 0 and run >= 11 and rng.random() < 0.9:
            run = min(run, 138)
            tokens.append((18, run - 11, 7))
        elif lengths[at] == 0 and run >= 3 and rng.random() < 0.9:
            run = min(run, 10)
            tokens.append((17, run - 3, 3))
        elif lengths[at] == last and run >= 3 and rng.random() < 0.9:
            run = min(run, 6)
            tokens.append((16, run - 3, 2))
        else:
            run = 1
            tokens.append((lengths[at], 0, 0))
            last = lengths[at] or last
        at += run
    return tokens


def random_code(bits: Bits, rng: random.Random, alphabet: int, must: list[int], few: bool, only: bool = False) -> Code:
    """A code of these symbols, and of some others if it is not of these only."""
    count = rng.choice([1, 2, 3]) if few else min(alphabet, rng.choice([1, 2, 5, 20, 100, 280, 1000]))
    symbols = must if only else list(set(rng.sample(range(alphabet), count)) | set(must))
    rng.shuffle(symbols)
    longest = max(rng.choice([8, 9, 11, 15]), (len(symbols) - 1).bit_length())
    lengths = random_lengths(rng, alphabet, symbols, longest)
    put_lengths(bits, rng, lengths)
    return Code(lengths)


def prefixed(symbol: int, rng: random.Random) -> tuple[int, int, int]:
    """A number of a symbol, and the bits behind that."""
    if symbol < 4:
        return symbol + 1, 0, 0
    extra_bits = (symbol - 2) >> 1
    extra = rng.getrandbits(extra_bits)
    return ((2 + (symbol & 1)) << extra_bits) + extra + 1, extra, extra_bits


class Writer:
    """One file with random contents. What is not given is random too."""

    def __init__(self, seed: int, width: int, height: int, transforms: tuple | None = None, groups: int | None = None,
                 cache: int | None = None, colours: int | None = None, few: bool | None = None):
        rng = self.rng = random.Random(seed)
        bits = self.bits = Bits()
        for value, length in ((0x2F, 8), (width - 1, 14), (height - 1, 14), (rng.getrandbits(1), 1), (0, 3)):
            bits.put(value, length)
        for transform in rng.sample(range(4), rng.choice([0, 1, 1, 2, 3, 4])) if transforms is None else transforms:
            bits.put(1, 1)
            bits.put(transform, 2)
            if transform in (PREDICTOR, CROSS_COLOUR):
                square = rng.randrange(4) if rng.random() < 0.8 else rng.randrange(8)
                bits.put(square, 3)
                self.small(parts(width, square + 2), parts(height, square + 2))
            elif transform == COLOUR_INDEXING:
                count = colours or rng.choice([1, 2, 3, 4, 5, 16, 17, 200, 256])
                bits.put(count - 1, 8)
                self.small(count, 1)
                width = parts(width, 3 if count <= 2 else 2 if count <= 4 else 1 if count <= 16 else 0)
        bits.put(0, 1)
        if groups is None:
            groups = rng.choice([0, 0, 0, 1, 2, 5, 30])
        self.frame(width, height, groups, cache, rng.random() < 0.2 if few is None else few)

    def small(self, width: int, height: int) -> None:
        cache = self.put_cache(None)
        self.pixels(width, height, 14, [0], [self.group(cache, False)])

    def frame(self, width: int, height: int, count: int, cache: int | None, few: bool) -> None:
        rng, bits = self.rng, self.bits
        cache = self.put_cache(cache)
        bits.put(count > 0, 1)
        square, squares = 14, [0]
        if count > 0:
            square = rng.choice([0, 0, 1, 2, 7]) + 2
            bits.put(square - 2, 3)
            # The numbers of groups are in green alone, in literals.
            self.put_cache(0)
            green = random_code(bits, rng, 280, list(range(count)), True, only=True)
            rest = [random_code(bits, rng, alphabet, [0], True, only=True) for alphabet in (256, 256, 256, 40)]
            squares = self.pixels(parts(width, square), parts(height, square), 14, [0], [[green, *rest]])
        self.pixels(width, height, square, squares, [self.group(cache, few) for _ in range(max(squares) + 1)])

    def put_cache(self, size_bits: int | None) -> int:
        """Colours of the cache."""
        if size_bits is None:
            size_bits = self.rng.choice([0, 0, 1, 2, 5, 8, 11])
        self.bits.put(size_bits > 0, 1)
        if size_bits == 0:
            return 0
        self.bits.put(size_bits, 4)
        return 1 << size_bits

    def group(self, cache: int, few: bool) -> list[Code]:
        rng, bits = self.rng, self.bits
        must = [rng.randrange(256)]
        if rng.random() < 0.6:
            must += rng.sample(range(256, 280), rng.choice([1, 3, 10]))
        green = random_code(bits, rng, 280 + cache, must, few)
        rest = [random_code(bits, rng, 256, [], few or rng.random() < 0.2) for _ in range(3)]
        return [green, *rest, random_code(bits, rng, 40, [], few)]

    def pixels(self, width: int, height: int, square: int, squares: list[int], groups: list) -> list[int]:
        """Writes pixels, and tells the green of the literal ones."""
        greens = []
        at = 0
        while at < width * height:
            x, y = at % width, at // width
            group = groups[squares[(y >> square) * parts(width, square) + (x >> square)]]
            symbol = self.rng.choice(group[0].symbols)
            if symbol < 256:
                greens.append(symbol)
                for code, value in zip(group[:4], [symbol] + [self.rng.choice(code.symbols) for code in group[1:4]]):
                    code.put(self.bits, value)
                at += 1
            elif symbol < 280:
                at += self.copy(group, symbol, at, width * height - at, width)
            else:
                group[0].put(self.bits, symbol)
                at += 1
        return greens

    def copy(self, group: list[Code], symbol: int, at: int, left: int, width: int) -> int:
        """Writes a copy, if there is room for it; how long it is, or else 0."""
        rng, bits = self.rng, self.bits
        length, extra, extra_bits = prefixed(symbol - 256, rng)
        far = rng.choice(group[4].symbols)
        distance, far_extra, far_bits = prefixed(far, rng)
        pixels = distance - 120
        if distance <= 120:
            pixels = max(1, NEIGHBOURS[distance - 1][0] + NEIGHBOURS[distance - 1][1] * width)
        if pixels > at or length > left:
            return 0
        group[0].put(bits, symbol)
        bits.put(extra, extra_bits)
        group[4].put(bits, far)
        bits.put(far_extra, far_bits)
        return length

    def file(self) -> bytes:
        return webp(self.bits.bytes())


def webp(data: bytes) -> bytes:
    padded = data + bytes(len(data) % 2)
    return b"RIFF" + struct.pack("<I", 12 + len(padded)) + b"WEBPVP8L" + struct.pack("<I", len(data)) + padded


def pixels(file: bytes) -> bytes:
    return Image.open(io.BytesIO(file)).convert("RGB").tobytes()


def main() -> None:
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with open(folder / "MANIFEST", "w") as manifest:
        for seed in range(first, first + count):
            sides = random.Random(seed)
            longest = sides.choice([3, 20, 60])
            file = Writer(seed, sides.randint(1, longest), sides.randint(1, longest)).file()
            (folder / f"{seed}.webp").write_bytes(file)
            manifest.write(f"{seed}.webp {hashlib.sha256(pixels(file)).hexdigest()}\n")


if __name__ == "__main__":
    main()
