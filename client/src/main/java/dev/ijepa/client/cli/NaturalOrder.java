package dev.ijepa.client.cli;

import java.util.Comparator;

/**
 * Paths as people count: {@code img2} before {@code img10}, and what is in a folder before what has
 * a longer name. The same in every locale; names that differ in leading zeros alone are ordered by
 * their bytes.
 */
enum NaturalOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = numberEnd(a, i);
      int endB = numberEnd(b, j);
      boolean numbers = endA > i && endB > j;
      int order =
          numbers
              ? compareNumbers(a.substring(i, endA), b.substring(j, endB))
              : Integer.compare(rank(a.charAt(i)), rank(b.charAt(j)));
      if (order != 0) {
        return order;
      }
      i = numbers ? endA : i + 1;
      j = numbers ? endB : j + 1;
    }
    int order = Integer.compare(a.length() - i, b.length() - j);
    return order == 0 ? a.compareTo(b) : order;
  }

  private static int numberEnd(String name, int from) {
    int end = from;
    while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int compareNumbers(String a, String b) {
    String shortA = a.replaceFirst("^0+", "");
    String shortB = b.replaceFirst("^0+", "");
    int order = Integer.compare(shortA.length(), shortB.length());
    return order == 0 ? shortA.compareTo(shortB) : order;
  }

  private static int rank(char c) {
    return c == '/' ? -1 : c;
  }
}
