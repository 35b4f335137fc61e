package dev.understudy.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class GeneratedContentTest {
  private static final int SIZE = 300_001;

  @Test
  void hasTheSizeAndIsTheSameForTheSameSeed() throws IOException {
    byte[] once = bytes(7);

    assertThat(once).hasSize(SIZE).isEqualTo(bytes(7)).isNotEqualTo(bytes(8));
  }

  @Test
  void cannotBeCompressed() throws IOException {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes(7));
    deflater.finish();

    assertThat(deflater.deflate(new byte[2 * SIZE])).isGreaterThan(SIZE - 1000);
    deflater.end();
  }

  @Test
  void endsWhenItEnds() {
    GeneratedContent object = new GeneratedContent(7, 1);

    assertThat(object.read()).isBetween(0, 255);
    assertThat(object.read()).isEqualTo(-1);
    assertThat(object.read(new byte[5], 0, 5)).isEqualTo(-1);
  }

  private static byte[] bytes(long seed) throws IOException {
    try (GeneratedContent object = new GeneratedContent(seed, SIZE)) {
      return object.readAllBytes();
    }
  }
}
