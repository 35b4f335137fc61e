package dev.understudy.testkit.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Reads HTML pages that are also XML. */
public final class XmlPage {
  private XmlPage() {}

  /**
   * The page as XML.
   *
   * @throws AssertionError if it is not well-formed
   */
  public static Document parse(String html) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(html.getBytes(UTF_8)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("Not well-formed: " + e.getMessage(), e);
    }
  }
}
