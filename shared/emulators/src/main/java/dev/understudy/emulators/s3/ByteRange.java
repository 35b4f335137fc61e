package dev.understudy.emulators.s3;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The bytes of an object that a read returns, and with which status. */
record ByteRange(int status, long from, long length) {
  static ByteRange ofPart(Call call, ObjectData data) {
    int number = call.number("partNumber", 1);
    List<Long> parts = data.parts().isEmpty() ? List.of(data.size()) : data.parts();
    if (number < 1 || number > 10_000) {
      throw S3Error.invalidArgument("Part number must be an integer between 1 and 10000");
    }
    if (number > parts.size()) {
      throw new S3Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
    }
    if (!data.parts().isEmpty()) {
      call.set("x-amz-mp-parts-count", String.valueOf(parts.size()));
    }
    long from = parts.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
    long length = parts.get(number - 1);
    if (length > 0) {
      contentRange(call, from, length, data.size());
    }
    return new ByteRange(206, from, length);
  }

  /** Empty if S3 ignores the header, and returns the whole object. */
  static Optional<ByteRange> of(Call call, String header, long size) {
    var parsed = java.util.regex.Pattern.compile("bytes=(\\d*)-(\\d*)").matcher(header.strip());
    if (!parsed.matches() || (parsed.group(1).isEmpty() && parsed.group(2).isEmpty())) {
      return Optional.empty();
    }
    boolean suffix = parsed.group(1).isEmpty();
    long last = parsed.group(2).isEmpty() ? Long.MAX_VALUE : position(parsed.group(2));
    long from = suffix ? Math.max(0, size - last) : position(parsed.group(1));
    long to = suffix ? size - 1 : Math.min(last, size - 1);
    if (!suffix && last < from) {
      return Optional.empty();
    }
    if (from >= size || (suffix && last == 0)) {
      call.set("Content-Range", "bytes */" + size);
      throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    contentRange(call, from, to - from + 1, size);
    return Optional.of(new ByteRange(206, from, to - from + 1));
  }

  /** A position; one that does not fit into a long is beyond the end of any object. */
  private static long position(String digits) {
    BigInteger value = new BigInteger(digits);
    return value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
  }

  private static void contentRange(Call call, long from, long length, long size) {
    call.set("Content-Range", "bytes %d-%d/%d".formatted(from, from + length - 1, size));
  }
}
