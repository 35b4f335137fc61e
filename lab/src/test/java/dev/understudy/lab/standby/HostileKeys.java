package dev.understudy.lab.standby;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys that S3 accepts and that servers refuse, rename, hide or list in another order. The list is
 * the same in each run.
 */
final class HostileKeys {
  /** Each is used at the start, in the middle and at the end of a name, and as a folder. */
  private static final List<String> TEXTS =
      List.of(
          " ",
          "\t",
          "\n",
          "\r",
          "\u0001",
          "\u001f",
          "\u007f",
          "\u0085",
          "\\",
          "%",
          "%2F",
          "%00",
          "+",
          "&",
          "?",
          "#",
          "=",
          ";",
          "\"",
          "'",
          "<",
          ">",
          "*",
          "|",
          ":",
          "~",
          "^",
          "`",
          "{}",
          "[]",
          "@",
          "$",
          "!",
          ",",
          "\u00e9",
          "e\u0301",
          "\u00a0",
          "\u200b",
          "\u2028",
          "\u202e",
          "\ufeff",
          "\ufffd",
          "\uff61",
          "\ud83d\ude00",
          "\u4e2d\u6587");

  private static final List<String> NAMES =
      List.of(
          "/leading",
          "//leading-twice",
          "empty//segment",
          "./dot",
          "dot/./dot",
          "../up",
          "up/../over",
          "dots/..",
          "dots/...",
          "dots/.hidden",
          "dots/end.",
          "alias/x__XLDIR__",
          "alias/x__XLDIR__/y",
          "CASE/Name",
          "case/name",
          "device/CON",
          "device/nul.txt",
          ".minio.sys/x",
          ".sgwtmp/x",
          ".uploads/x",
          ".versions/x",
          ".system/x",
          "-rf",
          "--help",
          "xl.meta",
          "part.1",
          "null",
          "undefined",
          "zero\u0000byte",
          "back\\..\\slash",
          "back\\slash",
          "back/slash");

  static final String BELOW = "/below";

  /** Pairs of a key and a key below it. */
  private static final List<String> NESTED = List.of("nested/a", "nested/b.txt", "nested/é");

  private static final List<String> FOLDERS =
      List.of("folder/", "folder-content/", "folder with space/");

  private HostileKeys() {}

  static List<String> all() {
    Set<String> keys = new LinkedHashSet<>(NAMES);
    for (String text : TEXTS) {
      keys.add("start/" + text + "x");
      keys.add("middle/x" + text + "y");
      keys.add("end/x" + text);
      keys.add("as-folder/" + text + "/x");
    }
    for (String name : NESTED) {
      keys.add(name);
      keys.add(name + BELOW);
    }
    keys.addAll(FOLDERS);
    keys.add("long/" + "x".repeat(255));
    keys.add("long/" + "x".repeat(256));
    keys.add("long/" + "é".repeat(127));
    keys.add("long/" + "é".repeat(128));
    keys.add("y".repeat(1024));
    keys.add("deep" + "/d".repeat(200));
    keys.add("wide/" + ("w".repeat(200) + "/").repeat(5) + "w");
    return new ArrayList<>(keys);
  }
}
