package dev.understudy.testkit.junit;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The arguments of {@link Seeds}. */
final class SeedsProvider implements ArgumentsProvider {
  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    Long given = Long.getLong(Seeds.PROPERTY);
    int count = context.getRequiredTestMethod().getAnnotation(Seeds.class).value();
    LongStream seeds =
        given != null ? LongStream.of(given) : new Random().longs(count, 0, Long.MAX_VALUE);
    return seeds.peek(seed -> System.out.println("seed " + seed)).mapToObj(Arguments::of);
  }
}
