package dev.understudy.lab.stack;

import dev.understudy.core.config.ConfigurationException;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * A server that the stack prepares, with the variables that configure it.
 *
 * @param endpointVariable the variable with the server's address
 * @param keyVariable the variable with the access key
 */
record StackServer(String endpointVariable, String keyVariable, URI endpoint) {
  /**
   * Runs calls to the server.
   *
   * @throws ConfigurationException naming the variables, if the server fails or does not answer
   */
  <T> T call(Supplier<T> calls) {
    try {
      return calls.get();
    } catch (SdkServiceException e) {
      throw new ConfigurationException(
          "%s is %s, which rejects a request of the stack: %s. Check %s and its permissions"
              .formatted(endpointVariable, endpoint, e.getMessage(), keyVariable));
    } catch (SdkException e) {
      throw new ConfigurationException(
          ("%s is %s, which does not answer: %s. Start that server, or unset the variable to use an"
                  + " embedded one")
              .formatted(endpointVariable, endpoint, e.getMessage()));
    }
  }
}
