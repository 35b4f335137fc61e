package dev.understudy.emulators.s3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CORS preflight requests of scripts that want to read. Bucket policies do not apply to them. */
final class Preflight {
  /** The name of a bucket's setting: the origins that may read, separated by spaces. */
  static final String ORIGINS = "cors-origins";

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private Preflight() {}

  /** Answers 200 for an allowed origin and method, 400 without an origin, and otherwise 403. */
  static void answer(Call call, Optional<String> origins) throws IOException {
    Optional<String> origin = call.header("Origin");
    if (origin.isEmpty()) {
      call.answer(400);
      return;
    }
    boolean allowed =
        origins.map(all -> List.of(all.split(" ")).contains(origin.get())).orElse(false)
            && call.header("Access-Control-Request-Method").filter(METHODS::contains).isPresent();
    if (!allowed) {
      call.answer(403);
      return;
    }
    call.set("Access-Control-Allow-Origin", origin.get())
        .set("Access-Control-Allow-Methods", "GET, HEAD")
        .set("Access-Control-Max-Age", "3600")
        .set("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
    call.header("Access-Control-Request-Headers")
        .ifPresent(names -> call.set("Access-Control-Allow-Headers", names));
    call.answer(200);
  }
}
