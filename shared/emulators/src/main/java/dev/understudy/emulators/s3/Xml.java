package dev.understudy.emulators.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Writes and reads XML as S3 does. Control characters are written as character references, as S3
 * does, although strict parsers refuse them.
 */
final class Xml {
  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final StringBuilder text = new StringBuilder();

  private Xml() {}

  /** A document with this root. */
  static Xml document(String root, Consumer<Xml> content) {
    Xml xml = new Xml();
    xml.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
    content.accept(xml);
    xml.text.append("</").append(root).append('>');
    return xml;
  }

  /** An error document, which has no namespace. */
  static Xml error(S3Error error, String resource, String requestId) {
    Xml xml = new Xml();
    xml.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.in(
        "Error",
        e ->
            e.element("Code", error.code())
                .element("Message", String.valueOf(error.getMessage()))
                .element("Resource", resource)
                .element("RequestId", requestId));
    return xml;
  }

  Xml element(String name, Object value) {
    text.append('<').append(name).append('>');
    escape(String.valueOf(value));
    text.append("</").append(name).append('>');
    return this;
  }

  Xml element(String name, Optional<?> value) {
    value.ifPresent(v -> element(name, v));
    return this;
  }

  Xml in(String name, Consumer<Xml> content) {
    text.append('<').append(name).append('>');
    content.accept(this);
    text.append("</").append(name).append('>');
    return this;
  }

  byte[] bytes() {
    return text.toString().getBytes(UTF_8);
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '"' -> text.append("&quot;");
        default -> {
          if (c < ' ') {
            text.append("&#x").append(Integer.toHexString(c)).append(';');
          } else {
            text.append(c);
          }
        }
      }
    }
  }

  /**
   * Parses a document. A document type declaration is refused.
   *
   * @throws S3Error if it is not XML, or has another root
   */
  static Element parse(byte[] document, String root) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      Element element = builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
      if (element.getLocalName().equals(root)) {
        return element;
      }
    } catch (ParserConfigurationException | SAXException | IOException e) {
      // Malformed, as below.
    }
    throw S3Error.malformedXml();
  }

  /** The children of this name. */
  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && name.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }

  /** The text of the first child of this name. */
  static Optional<String> text(Element parent, String name) {
    return children(parent, name).stream().findFirst().map(Element::getTextContent);
  }

  /**
   * The text of a required child.
   *
   * @throws S3Error if it is missing
   */
  static String required(Element parent, String name) {
    return text(parent, name).orElseThrow(S3Error::malformedXml);
  }
}
