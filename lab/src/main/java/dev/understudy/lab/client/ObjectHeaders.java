package dev.understudy.lab.client;

import java.util.Map;

/**
 * What travels with an object besides its bytes.
 *
 * @param user the user's own metadata, without the prefix that marks it on the wire
 */
public record ObjectHeaders(String contentType, String cacheControl, Map<String, String> user) {
  public ObjectHeaders {
    user = Map.copyOf(user);
  }
}
