package dev.understudy.emulators.s3;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The permissions that a bucket policy grants to anonymous callers. It supports statements for all
 * principals. It refuses anything else, because ignoring a condition would grant too much.
 */
record Policy(List<Statement> statements) {
  static final Policy NONE = new Policy(List.of());

  private static final Set<String> FIELDS =
      Set.of("Sid", "Effect", "Principal", "Action", "Resource");

  record Statement(boolean allows, List<String> actions, List<String> resources) {
    boolean covers(String action, String resource) {
      return actions.stream().anyMatch(p -> like(p, action))
          && resources.stream().anyMatch(p -> like(p, resource));
    }

    private static boolean like(String pattern, String text) {
      String[] pieces = pattern.split("\\*", -1);
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < pieces.length; i++) {
        regex.append(i == 0 ? "" : ".*").append(Pattern.quote(pieces[i]));
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }
  }

  /** Whether anonymous callers may perform an action. A Deny overrides an Allow. */
  boolean allows(String action, String resource) {
    return statements.stream().anyMatch(s -> s.allows && s.covers(action, resource))
        && statements.stream().noneMatch(s -> !s.allows && s.covers(action, resource));
  }

  static Policy parse(String json) {
    List<Statement> statements = new ArrayList<>();
    for (Object statement : list(document(json).get("Statement"))) {
      if (!(statement instanceof Map<?, ?> fields) || !FIELDS.containsAll(fields.keySet())) {
        throw malformed("A statement has a field that is not supported here: " + statement);
      }
      boolean everybody =
          "*".equals(fields.get("Principal"))
              || (fields.get("Principal") instanceof Map<?, ?> principal
                  && list(principal.get("AWS")).contains("*"));
      if (!everybody || !Set.of("Allow", "Deny").contains(String.valueOf(fields.get("Effect")))) {
        throw malformed("Only Allow and Deny for all principals are supported here");
      }
      statements.add(
          new Statement(
              "Allow".equals(fields.get("Effect")),
              texts(fields.get("Action")),
              texts(fields.get("Resource"))));
    }
    return new Policy(statements);
  }

  private static Map<?, ?> document(String json) {
    try {
      if (JSON.std.anyFrom(json) instanceof Map<?, ?> document) {
        return document;
      }
    } catch (IOException e) {
      // Malformed, as below.
    }
    throw malformed("This policy contains invalid Json");
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }

  private static List<String> texts(@Nullable Object value) {
    List<String> texts = list(value).stream().map(String::valueOf).toList();
    if (texts.isEmpty()) {
      throw malformed("Missing required field");
    }
    return texts;
  }

  private static S3Error malformed(String message) {
    return new S3Error(400, "MalformedPolicy", message);
  }
}
