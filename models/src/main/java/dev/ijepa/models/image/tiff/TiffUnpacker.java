package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/** Brings the strips or tiles of a file into a raster. */
final class TiffUnpacker {
  private final TiffFile file;
  private final byte[] bytes;
  private final TiffLayout layout;
  private final TiffBlocks blocks;
  private final TiffCodec codec;
  private final ImageGuard guard;

  TiffUnpacker(TiffFile file, TiffBlocks blocks, TiffCodec codec, ImageGuard guard) {
    this.file = file;
    this.bytes = file.directory().bytes().array();
    this.layout = file.layout();
    this.blocks = blocks;
    this.codec = codec;
    this.guard = guard;
  }

  /** Bytes that it takes: a tile or units, and what is packed if its bits are reversed. */
  static long bytes(TiffFile file) throws ImageException {
    TiffLayout layout = file.layout();
    long block =
        file.units().isPresent()
            ? file.units().get().bytes(layout.blockWidth(), layout.blockHeight())
            : layout.tiled()
                ? (long) layout.rowBytes(layout.blockWidth()) * layout.blockHeight()
                : 0;
    return block + (file.reversedBits() ? file.directory().bytes().length() : 0);
  }

  /** Unpacks all that the raster has planes for. */
  void unpack(TiffRaster raster) throws ImageException {
    if (file.units().isPresent()) {
      unpackUnits(raster, file.units().get());
    } else if (layout.tiled()) {
      unpackTiles(raster);
    } else {
      unpackStrips(raster);
    }
  }

  /** Strips go where their rows lie in the raster. */
  private void unpackStrips(TiffRaster raster) throws ImageException {
    for (int plane = 0; plane < raster.planes(); plane++) {
      for (int row = 0; row < layout.down(); row++) {
        int at = row * layout.blockHeight() * raster.rowBytes();
        int size = layout.blockRows(row) * raster.rowBytes();
        unpack(blocks.find(plane, row, 0, size), raster.plane(plane), at, size);
        undoPredictor(raster.plane(plane), at, size, raster.rowBytes());
      }
    }
  }

  /** Tiles are unpacked on their own. Those at the right and the bottom are larger than needed. */
  private void unpackTiles(TiffRaster raster) throws ImageException {
    int rowBytes = layout.rowBytes(layout.blockWidth());
    byte[] tile = new byte[TiffLayout.size((long) rowBytes * layout.blockHeight())];
    for (int plane = 0; plane < raster.planes(); plane++) {
      for (int row = 0; row < layout.down(); row++) {
        for (int column = 0; column < layout.across(); column++) {
          unpack(blocks.find(plane, row, column, tile.length), tile, 0, tile.length);
          undoPredictor(tile, 0, tile.length, rowBytes);
          putTile(raster, plane, row, column, tile, rowBytes);
        }
      }
    }
  }

  private void putTile(
      TiffRaster raster, int plane, int row, int column, byte[] tile, int rowBytes) {
    long pixelBits = (long) layout.bits() * layout.samplesInRow();
    int x = column * layout.blockWidth();
    int y = row * layout.blockHeight();
    long bits = pixelBits * Math.min(layout.blockWidth(), layout.width() - x);
    int rows = Math.min(layout.blockHeight(), layout.height() - y);
    for (int i = 0; i < rows; i++) {
      raster.put(plane, y + i, pixelBits * x, tile, i * rowBytes, bits);
    }
  }

  /** Units of pixels that share Cb and Cr become pixels of three samples. */
  private void unpackUnits(TiffRaster raster, YcbcrUnits units) throws ImageException {
    int width = layout.blockWidth();
    byte[] packed = new byte[TiffLayout.size(units.bytes(width, layout.blockHeight()))];
    for (int row = 0; row < layout.down(); row++) {
      for (int column = 0; column < layout.across(); column++) {
        int size = (int) units.bytes(width, layout.blockRows(row));
        unpack(blocks.find(0, row, column, size), packed, 0, size);
        int x = column * width;
        int y = row * layout.blockHeight();
        int pixels = Math.min(width, layout.width() - x);
        for (int i = 0; i < Math.min(layout.blockHeight(), layout.height() - y); i++) {
          int at = (y + i) * raster.rowBytes() + 3 * x;
          units.expand(packed, width, i, pixels, raster.plane(0), at);
        }
      }
    }
  }

  private void unpack(TiffBlocks.Packed block, byte[] target, int at, int size)
      throws ImageException {
    guard.checkTime();
    if (file.reversedBits()) {
      byte[] packed = ReversedBits.copy(bytes, block.from(), block.length());
      codec.unpack(packed, 0, packed.length, target, at, size);
    } else {
      codec.unpack(bytes, block.from(), block.length(), target, at, size);
    }
  }

  private void undoPredictor(byte[] samples, int at, int size, int rowBytes) {
    if (file.predictor() != TiffPredictor.NONE) {
      boolean littleEndian = file.directory().bytes().isLittleEndian();
      for (int row = at; row < at + size; row += rowBytes) {
        file.predictor().undo(samples, row, rowBytes, layout.samplesInRow(), littleEndian);
      }
    }
  }
}
