package dev.understudy.lab.demo;

import dev.understudy.lab.client.GeneratedContent;
import dev.understudy.lab.client.ObjectContent;
import dev.understudy.lab.client.ObjectHeaders;
import dev.understudy.lab.client.ParallelClients;
import dev.understudy.lab.client.Writer;
import dev.understudy.lab.console.Formats;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Uploads the whole folder and one large object. */
final class UploadScene implements Scene {
  static final String LARGE_KEY = "demo/large-object.bin";
  static final long LARGE_BYTES = 64L << 20;

  private static final long SEED = 20261124;
  private static final ObjectContent LARGE =
      new ObjectContent(LARGE_BYTES, () -> new GeneratedContent(SEED, LARGE_BYTES));
  private static final ObjectHeaders LARGE_HEADERS =
      new ObjectHeaders("application/octet-stream", "public, max-age=86400", Map.of());
  private static final int CLIENTS = 4;

  @Override
  public String title() {
    return "created";
  }

  @Override
  public String play(DemoContext context) {
    List<Upload> uploads = uploads(context.folder());
    long bytes = uploads.stream().mapToLong(upload -> upload.content().size()).sum();
    String of = " of " + Formats.bytes(bytes) + " uploaded";
    AtomicLong sent = new AtomicLong();
    LongConsumer progress =
        more -> context.terminal().progress(Formats.bytes(sent.addAndGet(more)) + of);
    long start = System.nanoTime();
    ParallelClients.each(CLIENTS, uploads, upload -> upload.run(context.writer(), progress));
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    return "%s, %s, uploaded in %s; %s"
        .formatted(
            Formats.count(uploads.size(), "object"),
            Formats.bytes(bytes),
            Formats.seconds(took),
            context.caughtUp());
  }

  private static List<Upload> uploads(SiteFolder folder) {
    List<Upload> uploads = new ArrayList<>();
    uploads.add(new Upload(LARGE_KEY, LARGE, LARGE_HEADERS));
    folder
        .files()
        .forEach(file -> uploads.add(new Upload(file.key(), file.content(), headers(file))));
    return uploads;
  }

  /** Headers of a typical site: browsers revalidate pages and cache everything else. */
  static ObjectHeaders headers(SiteFile file) {
    boolean page = file.contentType().startsWith("text/html");
    return new ObjectHeaders(
        file.contentType(),
        page ? "no-cache" : "public, max-age=86400",
        Map.of("uploaded-by", "understudy-demo"));
  }

  private record Upload(String key, ObjectContent content, ObjectHeaders headers) {
    void run(Writer writer, LongConsumer progress) {
      writer.write(
          key,
          new ObjectContent(content.size(), () -> new Counted(content.source().open(), progress)),
          headers);
    }
  }

  private static final class Counted extends FilterInputStream {
    private final LongConsumer progress;

    Counted(InputStream in, LongConsumer progress) {
      super(new BufferedInputStream(in));
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      progress.accept(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      progress.accept(Math.max(0, count));
      return count;
    }
  }
}
