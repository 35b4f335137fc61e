package dev.understudy.core.config;

/**
 * The environment or a secret is wrong. The message names the mistake and the remedy, never a
 * secret's value.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}
