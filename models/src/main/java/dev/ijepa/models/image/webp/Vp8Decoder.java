package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.RgbImage;
import java.util.Arrays;

/**
 * Decodes a VP8 key frame, which is what a lossy WebP is made of, bit for bit as libwebp: library
 * decoders for Java differ from it by several steps. Source: RFC 6386.
 */
final class Vp8Decoder {
  private static final int INNER_EDGES = 8;
  private static final int SUB_BLOCKS = 4;
  private static final int LUMA_BLOCKS = 16;

  /** Modes of 4×4 pixels: positive numbers are nodes, the others negated modes. */
  private static final int[] SUB_BLOCK_TREE = {
    0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9
  };

  private final Vp8Header header;
  private final Vp8BoolDecoder modes;
  private final Vp8Coefficients reader;
  private final Vp8Plane luma;
  private final Vp8Plane[] planes;

  /**
   * For each block its segment, whether it has modes of 4×4, and whether its inside is smoothed.
   */
  private final byte[] blocks;

  private final int[] modesAbove;
  private final int[] modesLeft = new int[4];

  /** Whether the blocks above and left have coefficients: 4 luma, 2 and 2 chroma, the means. */
  private final int[] contextAbove;

  private final int[] contextLeft = new int[9];
  private final Vp8Transform transform = new Vp8Transform();
  private final int[] coefficients = new int[24 * 16];
  private final int[] means = new int[16];

  /** Of each 4×4 pixels of a block, behind the last coefficient that is not 0. */
  private final int[] ends = new int[24];

  private final int[] subBlockModes = new int[LUMA_BLOCKS];

  /** The pixels that follow those above a block, and above 4×4 of its pixels. */
  private final int[] besideBlock = new int[4];

  private final int[] aboveRight = new int[4];

  private Vp8Decoder(Vp8Header header) {
    this.header = header;
    this.modes = header.modes();
    this.reader = new Vp8Coefficients(header.coefficients());
    int columns = header.columns();
    int rows = header.rows();
    this.luma = new Vp8Plane(columns * 16, rows * 16);
    this.planes =
        new Vp8Plane[] {
          luma, new Vp8Plane(columns * 8, rows * 8), new Vp8Plane(columns * 8, rows * 8)
        };
    this.blocks = new byte[columns * rows];
    this.modesAbove = new int[columns * 4];
    this.contextAbove = new int[columns * 9];
  }

  /** Decodes the frame from {@code from} up to {@code to}. */
  static RgbImage decode(byte[] bytes, int from, int to, ImageGuard guard) throws ImageException {
    Vp8Header header = Vp8Header.read(bytes, from, to);
    Vp8Decoder decoder = new Vp8Decoder(header);
    decoder.readBlocks(guard);
    if (header.hasFilter()) {
      decoder.smooth(guard);
    }
    return new YuvImage(header.width(), header.height(), decoder.planes);
  }

  private void readBlocks(ImageGuard guard) throws ImageException {
    for (int row = 0; row < header.rows(); row++) {
      guard.checkTime();
      Arrays.fill(modesLeft, Vp8Prediction.DC);
      Arrays.fill(contextLeft, 0);
      for (int column = 0; column < header.columns(); column++) {
        readBlock(column, row);
      }
      if (modes.isPastEnd() || header.tokens(row).isPastEnd()) {
        throw Vp8Header.corrupt("its data ends early");
      }
    }
  }

  private void readBlock(int column, int row) {
    int segment = header.readSegment();
    boolean skip = header.readSkip();
    boolean subBlocks = modes.read(145) == 0;
    int mode = subBlocks ? readSubBlockModes(column) : readBlockMode(column);
    int chromaMode = readChromaMode();
    boolean empty = skip;
    if (skip) {
      clearContexts(column, subBlocks);
    } else {
      Arrays.fill(coefficients, 0);
      empty = !readCoefficients(column, row, header.steps(segment), subBlocks);
    }
    if (subBlocks) {
      predictSubBlocks(column, row, !empty);
    } else {
      Vp8Prediction.block(luma, column * 16, row * 16, 16, mode);
      for (int i = 0; i < LUMA_BLOCKS && !empty; i++) {
        add(i, luma, column * 16 + i % 4 * 4, row * 16 + i / 4 * 4);
      }
    }
    predictChroma(column, row, chromaMode, !empty);
    boolean inner = subBlocks || !empty;
    blocks[row * header.columns() + column] =
        (byte) (segment | (subBlocks ? SUB_BLOCKS : 0) | (inner ? INNER_EDGES : 0));
  }

  private int readBlockMode(int column) {
    int mode;
    if (modes.read(156) == 1) {
      mode = modes.read(128) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
    } else {
      mode = modes.read(163) == 1 ? Vp8Prediction.VERTICAL : Vp8Prediction.DC;
    }
    Arrays.fill(modesLeft, mode);
    Arrays.fill(modesAbove, column * 4, column * 4 + 4, mode);
    return mode;
  }

  private int readSubBlockModes(int column) {
    for (int i = 0; i < LUMA_BLOCKS; i++) {
      int above = column * 4 + i % 4;
      int left = i / 4;
      int probabilities = (modesAbove[above] * 10 + modesLeft[left]) * 9;
      int node = 0;
      do {
        int probability = Vp8Tables.SUB_BLOCK_MODES[probabilities + node / 2];
        node = SUB_BLOCK_TREE[node + modes.read(probability)];
      } while (node > 0);
      subBlockModes[i] = -node;
      modesAbove[above] = -node;
      modesLeft[left] = -node;
    }
    return Vp8Prediction.DC;
  }

  private int readChromaMode() {
    if (modes.read(142) == 0) {
      return Vp8Prediction.DC;
    }
    if (modes.read(114) == 0) {
      return Vp8Prediction.VERTICAL;
    }
    return modes.read(183) == 1 ? Vp8Prediction.TRUE_MOTION : Vp8Prediction.HORIZONTAL;
  }

  /** The context of the means stays where a block has none. */
  private void clearContexts(int column, boolean subBlocks) {
    int length = subBlocks ? 8 : 9;
    Arrays.fill(contextAbove, column * 9, column * 9 + length, 0);
    Arrays.fill(contextLeft, 0, length, 0);
  }

  /** Reads all coefficients of a block, and tells whether there is one that is not 0. */
  private boolean readCoefficients(int column, int row, Vp8Steps steps, boolean subBlocks) {
    Vp8BoolDecoder bits = header.tokens(row);
    int above = column * 9;
    int first = 0;
    if (!subBlocks) {
      Arrays.fill(means, 0);
      int context = contextAbove[above + 8] + contextLeft[8];
      int end =
          reader.read(
              bits, Vp8Coefficients.MEANS, context, steps.meansDc(), steps.meansAc(), 0, means, 0);
      contextAbove[above + 8] = end > 0 ? 1 : 0;
      contextLeft[8] = contextAbove[above + 8];
      transform.means(means, coefficients);
      first = 1;
    }
    int type = subBlocks ? Vp8Coefficients.LUMA : Vp8Coefficients.LUMA_WITHOUT_DC;
    boolean any = false;
    for (int i = 0; i < LUMA_BLOCKS; i++) {
      int context = contextAbove[above + i % 4] + contextLeft[i / 4];
      int end =
          reader.read(
              bits, type, context, steps.lumaDc(), steps.lumaAc(), first, coefficients, i * 16);
      ends[i] = end;
      contextAbove[above + i % 4] = end > first ? 1 : 0;
      contextLeft[i / 4] = contextAbove[above + i % 4];
      any |= end > 1 || coefficients[i * 16] != 0;
    }
    for (int i = 0; i < 8; i++) {
      int a = above + 4 + i / 4 * 2 + i % 2;
      int l = 4 + i / 2;
      int at = (LUMA_BLOCKS + i) * 16;
      int end =
          reader.read(
              bits,
              Vp8Coefficients.CHROMA,
              contextAbove[a] + contextLeft[l],
              steps.chromaDc(),
              steps.chromaAc(),
              0,
              coefficients,
              at);
      ends[LUMA_BLOCKS + i] = end;
      contextAbove[a] = end > 0 ? 1 : 0;
      contextLeft[l] = contextAbove[a];
      any |= end > 1 || coefficients[at] != 0;
    }
    return any;
  }

  private void predictSubBlocks(int column, int row, boolean add) {
    int x = column * 16;
    int y = row * 16;
    for (int i = 0; i < 4; i++) {
      // Beyond the right edge the last pixel above goes on; above the first row all is border.
      boolean beyond = row > 0 && column == header.columns() - 1;
      besideBlock[i] = luma.get(beyond ? x + 15 : x + 16 + i, y - 1);
    }
    for (int i = 0; i < LUMA_BLOCKS; i++) {
      int left = x + i % 4 * 4;
      int top = y + i / 4 * 4;
      for (int j = 0; j < 4; j++) {
        // Right of the block only its row above is known.
        aboveRight[j] = i % 4 == 3 ? besideBlock[j] : luma.get(left + 4 + j, top - 1);
      }
      Vp8Prediction.subBlock(luma, left, top, subBlockModes[i], aboveRight);
      if (add) {
        add(i, luma, left, top);
      }
    }
  }

  private void predictChroma(int column, int row, int mode, boolean add) {
    for (int p = 1; p < planes.length; p++) {
      Vp8Prediction.block(planes[p], column * 8, row * 8, 8, mode);
      for (int i = 0; i < 4 && add; i++) {
        int block = LUMA_BLOCKS + (p - 1) * 4 + i;
        add(block, planes[p], column * 8 + i % 2 * 4, row * 8 + i / 2 * 4);
      }
    }
  }

  /** Adds what was read of 4×4 pixels. */
  private void add(int block, Vp8Plane plane, int x, int y) {
    transform.add(coefficients, block * 16, ends[block], plane, x, y);
  }

  private void smooth(ImageGuard guard) throws ImageException {
    Vp8LoopFilter filter = new Vp8LoopFilter(header.isSimpleFilter(), header.sharpness());
    for (int row = 0; row < header.rows(); row++) {
      guard.checkTime();
      for (int column = 0; column < header.columns(); column++) {
        int block = blocks[row * header.columns() + column];
        int level = header.filterLevel(block & 3, (block & SUB_BLOCKS) != 0);
        filter.block(planes, column, row, level, (block & INNER_EDGES) != 0);
      }
    }
  }
}
