package dev.ijepa.models.image.jpeg;

/** The second bytes of JPEG's markers. Source: ITU-T T.81, table B.1. */
final class JpegMarker {
  static final int TEM = 0x01;
  static final int SOF0 = 0xc0;
  static final int SOF1 = 0xc1;
  static final int SOF2 = 0xc2;
  static final int SOF3 = 0xc3;
  static final int DHT = 0xc4;
  static final int JPG = 0xc8;
  static final int SOF9 = 0xc9;
  static final int SOF10 = 0xca;
  static final int DAC = 0xcc;
  static final int SOF15 = 0xcf;
  static final int RST0 = 0xd0;
  static final int RST7 = 0xd7;
  static final int SOI = 0xd8;
  static final int EOI = 0xd9;
  static final int SOS = 0xda;
  static final int DQT = 0xdb;
  static final int DNL = 0xdc;
  static final int DRI = 0xdd;
  static final int APP0 = 0xe0;
  static final int APP1 = 0xe1;
  static final int APP14 = 0xee;
  static final int APP15 = 0xef;

  /** A frame header of JPEG-LS. Source: ITU-T T.87. */
  static final int JPEG_LS = 0xf7;

  static final int COM = 0xfe;

  private JpegMarker() {}

  /** Whether a frame header follows. */
  static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  static boolean isRestart(int marker) {
    return marker >= RST0 && marker <= RST7;
  }

  /** Whether no length and no data follow. */
  static boolean isAlone(int marker) {
    return marker == TEM || (marker >= RST0 && marker <= EOI);
  }
}
