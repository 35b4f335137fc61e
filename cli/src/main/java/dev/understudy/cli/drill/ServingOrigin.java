package dev.understudy.cli.drill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** Reads at the public URL which origin serves readers. */
public final class ServingOrigin {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final BoundedHttp http = new BoundedHttp(LIMIT);
  private final URI document;

  /** What a reader gets. */
  public enum Origin {
    PRIMARY("primary"),
    STANDBY("standby"),
    /** No response within 5 s, or another response than that of an origin. */
    ERROR("error");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /** The name that the object {@code .origin/id.txt} of the origin contains. */
    String label() {
      return label;
    }
  }

  /**
   * @param url the public URL
   */
  public ServingOrigin(URI url) {
    this.document = URI.create(url.toString().replaceFirst("/+$", "") + "/.origin/id.txt");
  }

  /** Sends one request. */
  public Origin read() {
    try {
      HttpResponse<String> response = http.send(request());
      return response.statusCode() == 200 ? of(response.body().strip()) : Origin.ERROR;
    } catch (IOException e) {
      // For a reader, every failure is the same.
      return Origin.ERROR;
    }
  }

  /** The query avoids caches that ignore the header. */
  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create(document + "?drill=" + UUID.randomUUID()))
        .header("Cache-Control", "no-cache")
        .build();
  }

  private static Origin of(String id) {
    return switch (id) {
      case "primary" -> Origin.PRIMARY;
      case "standby" -> Origin.STANDBY;
      default -> Origin.ERROR;
    };
  }

  /** The document that it reads. */
  @Override
  public String toString() {
    return document.toString();
  }
}
