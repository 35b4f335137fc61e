package dev.understudy.core.s3.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTest {
  private static final String DOCUMENT =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<List xmlns=\"http://s3/\"><!-- c --><?p x?>"
          + "<Name a='b'>a&amp;&#65;\u00e9\ud83d\ude00</Name><Data><![CDATA[<&]]></Data></List>";

  @Test
  void readsReferencesAndCdata() throws IOException {
    assertThat(Xml.fields(stream(DOCUMENT)))
        .isEqualTo(Map.of("", "List", "Name", "a&A\u00e9\ud83d\ude00", "Data", "<&"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a>&x;</a>",
        "<a b='&x;'/>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
        "<a>&#1;</a>",
        "<a>\u0001</a>",
        "<a/><b/>",
        "<a>"
      })
  void rejectsEntitiesAndIncompleteDocuments(String document) {
    assertThatThrownBy(() -> Xml.fields(stream(document))).isInstanceOf(IOException.class);
  }

  /** A parser must not escape with an unchecked exception. */
  @Test
  void failsWithAnIoExceptionWhateverTheDocumentIs() {
    Random random = new Random(7);
    int failed = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] document = DOCUMENT.getBytes(UTF_8);
      document[random.nextInt(document.length)] = (byte) random.nextInt(256);
      document = Arrays.copyOf(document, document.length - random.nextInt(2) * random.nextInt(99));
      try {
        Xml.fields(new ByteArrayInputStream(document));
      } catch (IOException e) {
        failed++;
      }
    }
    assertThat(failed).isBetween(1_000, 2_999);
  }

  private static InputStream stream(String document) {
    return new ByteArrayInputStream(document.getBytes(UTF_8));
  }
}
