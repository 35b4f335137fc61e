package dev.understudy.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The listing pages of a bucket with any number of generated objects. A page is a template with its
 * number filled in, so that it costs the server almost nothing.
 */
final class SyntheticPages {
  static final int SIZE = 20_000;

  private static final int OBJECTS_PER_PAGE = 1000;
  private static final int PAGE_DIGITS = 6;
  private static final int INDEX_DIGITS = 3;
  private static final String PREFIX = "site/assets/image-";
  private static final String TIME = "2026-01-01T00:00:00.000Z";
  private static final String ETAG = "9b2cf535f27731c974343645a3985";
  private static final Pattern NUMBER = Pattern.compile("image-(\\d{9})\\.webp");
  private static final Pattern TOKEN = Pattern.compile("continuation-token=(\\d+)");

  private static final byte[] TEMPLATE = template();
  private static final int[] PAGE_NUMBERS = offsets(TEMPLATE);
  private static final byte[] END = "</ListBucketResult>".getBytes(US_ASCII);

  private SyntheticPages() {}

  /** The ETag of the object with this path; empty if the path names no object. */
  static Optional<String> etag(String path) {
    Matcher number = NUMBER.matcher(path);
    return number.find()
        ? Optional.of(ETAG + number.group(1).substring(PAGE_DIGITS))
        : Optional.empty();
  }

  /**
   * The response to ListObjectsV2, in parts. A page with a prefix is empty: the reconciler lists
   * only its own objects so, and a refused object would have a note there.
   *
   * @param query decoded; with a continuation token, {@code start-after} or a prefix, or empty
   * @param keys the number of objects in the bucket
   */
  static byte[][] page(String query, long keys) {
    if (query.contains("prefix=")) {
      return new byte[][] {head(0, true).getBytes(US_ASCII), END};
    }
    Matcher token = TOKEN.matcher(query);
    long page = token.find() ? Long.parseLong(token.group(1)) : pageAfter(query);
    boolean last = (page + 1) * OBJECTS_PER_PAGE >= keys;
    byte[] objects = TEMPLATE.clone();
    byte[] number = String.format(Locale.ROOT, "%06d", page).getBytes(US_ASCII);
    for (int at : PAGE_NUMBERS) {
      System.arraycopy(number, 0, objects, at, PAGE_DIGITS);
    }
    return new byte[][] {head(page, last).getBytes(US_ASCII), objects, END};
  }

  private static String head(long page, boolean last) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>"
        + "<MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType>"
        + (last
            ? "<IsTruncated>false</IsTruncated>"
            : "<IsTruncated>true</IsTruncated><NextContinuationToken>"
                + (page + 1)
                + "</NextContinuationToken>");
  }

  /** Runs continue at page boundaries, because no key differs. */
  private static long pageAfter(String query) {
    Matcher after = NUMBER.matcher(query);
    return after.find() ? Long.parseLong(after.group(1)) / OBJECTS_PER_PAGE + 1 : 0;
  }

  /** The objects of a page, in S3's format, with # for the digits of the page number. */
  private static byte[] template() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < OBJECTS_PER_PAGE; i++) {
      String index = String.format(Locale.ROOT, "%03d", i);
      page.append("<Contents><Key>")
          .append(PREFIX.replace("/", "%2F"))
          .append("######")
          .append(index)
          .append(".webp</Key><LastModified>")
          .append(TIME)
          .append("</LastModified><ETag>&quot;")
          .append(ETAG)
          .append(index)
          .append("&quot;</ETag><Size>")
          .append(SIZE)
          .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    return page.toString().getBytes(US_ASCII);
  }

  private static int[] offsets(byte[] template) {
    int[] offsets = new int[OBJECTS_PER_PAGE];
    int found = 0;
    for (int i = 0; i < template.length; i++) {
      if (template[i] == '#') {
        offsets[found++] = i;
        i += PAGE_DIGITS + INDEX_DIGITS;
      }
    }
    return offsets;
  }
}
