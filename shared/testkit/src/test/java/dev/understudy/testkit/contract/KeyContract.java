package dev.understudy.testkit.contract;

import static dev.understudy.testkit.contract.ContractFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.understudy.testkit.contract.ContractClient.Listing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Unusual keys, which occur in real buckets. */
interface KeyContract extends ContractFixture {
  /** Keys that every store accepts. */
  List<String> ODD_KEYS =
      List.of(
          "plus+plus",
          "two  spaces",
          " lead",
          "trail ",
          "p%2Fq",
          "%",
          "%zz",
          "100%",
          "q?x=1&y=2",
          "#;=,:@",
          "~!$^(){}[]|<>",
          "'\"`",
          "back\\slash",
          "tab\there",
          "line\nfeed",
          "\u007f",
          "\u00e9",
          "e\u0301",
          "\u4e2d\u6587/\u6587",
          "\ud83d\ude00",
          "\uff5e",
          "...",
          "a/...",
          "x.",
          "trailing/",
          "a__XLDIR__b",
          ".metadata",
          "xl.meta",
          "c:/d",
          "*",
          "k".repeat(200) + "/" + "l".repeat(200),
          "\u6587".repeat(80));

  /** Keys that Amazon S3 accepts. */
  List<String> S3_KEYS =
      List.of(
          "/lead",
          "a//b",
          "a//",
          "/",
          "./a",
          "../up",
          "a/./b",
          "a/../b",
          "s".repeat(1024),
          "x__XLDIR__",
          "a\\..\\b");

  @TestFactory
  default Stream<DynamicTest> keepsOddKeys() {
    return ODD_KEYS.stream()
        .filter(client()::canSend)
        .map(key -> dynamicTest(shown(key), () -> keeps(key)));
  }

  /** Keys that only some stores can hold. */
  @TestFactory
  default Stream<DynamicTest> keepsKeysThatAreNoFileNames() {
    return S3_KEYS.stream()
        .filter(client()::canSend)
        .map(key -> dynamicTest(shown(key), () -> keeps(key)));
  }

  /** Asserts that a key can be written, read, listed under its own name, and deleted. */
  default void keeps(String key) {
    put(bucket(), key, key);

    assertThat(read(bucket(), key)).isEqualTo(key);
    assertThat(client().head(bucket(), key, NONE, NONE).etag())
        .isEqualTo(ExpectedDigests.etag(bytes(key)));
    assertThat(client().list(bucket(), Listing.under("")).keys()).containsExactly(key);
    client().delete(bucket(), key, NONE, NONE);

    refused(404, "NoSuchKey", () -> read(bucket(), key));
    assertThat(client().list(bucket(), Listing.under("")).entries()).isEmpty();
  }

  @Test
  default void keepsAKeyAndKeysUnderItsName() {
    List<String> keys = List.of("a", "a-", "a/", "a/b", "a/b/c");
    keys.forEach(key -> put(bucket(), key, key));

    keys.forEach(key -> assertThat(read(bucket(), key)).isEqualTo(key));
    assertThat(client().list(bucket(), Listing.under("")).keys()).isEqualTo(keys);
    assertThat(client().list(bucket(), Listing.under("a/").by("/")).commonPrefixes())
        .containsExactly("a/b/");
  }

  @Test
  default void refusesAKeyThatIsTooLong() {
    refused(400, "KeyTooLongError", () -> put(bucket(), "d/".repeat(512) + "x", "x"));
  }

  private static String shown(String key) {
    return (key.length() > 20 ? key.substring(0, 20) + "..." + key.length() : key)
        .replaceAll("\\p{Cntrl}", "_");
  }
}
