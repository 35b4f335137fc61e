package dev.understudy.lab.stack;

import dev.understudy.core.config.ConfigurationException;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * A server that the stack prepares, and how the user named it.
 *
 * @param endpointVariable where its address came from, if it is a real one
 * @param keyVariable where its access key came from
 */
record StackServer(String endpointVariable, String keyVariable, URI endpoint) {
  /**
   * Runs calls to the server.
   *
   * @throws ConfigurationException that says in the user's terms what is wrong with the server
   */
  <T> T call(Supplier<T> calls) {
    try {
      return calls.get();
    } catch (SdkServiceException e) {
      throw new ConfigurationException(
          "%s is %s, which refuses what the stack needs: %s. Check %s and what its owner may do"
              .formatted(endpointVariable, endpoint, e.getMessage(), keyVariable));
    } catch (SdkException e) {
      throw new ConfigurationException(
          ("%s is %s, which does not answer: %s. Start that server, or leave the variable out for"
                  + " an embedded one")
              .formatted(endpointVariable, endpoint, e.getMessage()));
    }
  }
}
