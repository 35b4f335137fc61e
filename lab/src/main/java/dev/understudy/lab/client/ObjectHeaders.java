package dev.understudy.lab.client;

import java.util.Map;

/**
 * The headers that a client writes with an object.
 *
 * @param user user metadata by name, without the prefix {@code x-amz-meta-}
 */
public record ObjectHeaders(String contentType, String cacheControl, Map<String, String> user) {
  public ObjectHeaders {
    user = Map.copyOf(user);
  }
}
