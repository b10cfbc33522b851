package dev.ijepa.models.image.jpeg;

import java.util.HexFormat;
import java.util.List;

/** The Huffman tables that files without any mean: 0 for brightness, 1 for colour. */
final class StandardTables {
  private static final String[] DC_COUNTS = {
    "00010501010101010100000000000000", "00030101010101010101010000000000"
  };
  private static final String[] AC_COUNTS = {
    "0002010303020403050504040000017d", "00020102040403040705040400010277"
  };
  private static final String DC_SYMBOLS = "000102030405060708090a0b";
  private static final String[] AC_SYMBOLS = {
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a"
        + "25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778"
        + "797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7"
        + "c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
    "0001020311040521310612415107617113223281081442"
        + "91a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a"
        + "535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2"
        + "a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9"
        + "eaf2f3f4f5f6f7f8f9fa"
  };

  private static final List<HuffmanTable> DC =
      List.of(table(DC_COUNTS[0], DC_SYMBOLS), table(DC_COUNTS[1], DC_SYMBOLS));
  private static final List<HuffmanTable> AC =
      List.of(table(AC_COUNTS[0], AC_SYMBOLS[0]), table(AC_COUNTS[1], AC_SYMBOLS[1]));

  private StandardTables() {}

  static HuffmanTable dc(int number) {
    return DC.get(number);
  }

  static HuffmanTable ac(int number) {
    return AC.get(number);
  }

  private static HuffmanTable table(String counts, String symbols) {
    byte[] bytes = HexFormat.of().parseHex(counts);
    int[] byLength = new int[HuffmanTable.MAX_BITS + 1];
    for (int i = 0; i < bytes.length; i++) {
      byLength[i + 1] = bytes[i] & 0xff;
    }
    return new HuffmanTable(byLength, HexFormat.of().parseHex(symbols));
  }
}
