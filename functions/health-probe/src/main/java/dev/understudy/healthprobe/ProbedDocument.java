package dev.understudy.healthprobe;

import dev.understudy.core.s3.HttpReader.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

/**
 * A small document that a check reads over HTTP.
 *
 * @param address its URL; throws {@link RuntimeException} if the URL is unknown, because the
 *     standby's secret cannot be read
 * @param reader sends the GET, with the headers and identity that the server expects
 */
record ProbedDocument(Supplier<URI> address, Reader reader) {
  URI url() {
    return address.get();
  }

  /**
   * @return the response, whatever its status
   * @throws IOException if there is none
   */
  Answer read() throws IOException {
    return reader.get(url());
  }

  /** Sends a GET. */
  @FunctionalInterface
  interface Reader {
    Answer get(URI url) throws IOException;
  }
}
