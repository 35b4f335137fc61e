package dev.understudy.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a {@code @ParameterizedTest} with random seeds, and prints each. To repeat one seed alone,
 * set the system property {@value #PROPERTY}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(SeedsProvider.class)
public @interface Seeds {
  /** The system property that names the one seed to run. */
  String PROPERTY = "understudy.seed";

  /** The number of seeds, unless {@value #PROPERTY} names one. */
  int value();
}
