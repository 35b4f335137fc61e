package dev.understudy.core.s3.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML documents as a stream, within bounds of size and depth, and without entities. The
 * parser is Aalto XML where the class path has it, and otherwise the JDK's.
 */
public final class Xml {
  /** A page of 1,000 URL-encoded keys of 1,024 bytes has less than 4 MiB. */
  private static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DEPTH = 16;

  /** Of StAX2, the extension of Aalto XML. */
  private static final String LAZY_PARSING = "com.ctc.wstx.lazyParsing";

  private static final XMLInputFactory FACTORY = factory();

  private Xml() {}

  /** Receives each element when it ends. */
  public interface Elements {
    /**
     * @param parent the name of the element around it, or an empty string
     * @param text the characters directly within it
     */
    void end(String parent, String name, String text);
  }

  /**
   * Reads a document.
   *
   * @return the name of its root, or an empty string if the stream is empty
   * @throws IOException if the stream breaks, or holds no complete document or too large a one
   */
  public static String read(InputStream stream, Elements elements) throws IOException {
    InputStream in = new LimitedStream(stream, MAX_BYTES);
    in.mark(1);
    if (in.read() < 0) {
      return "";
    }
    in.reset();
    try {
      return read(reader(in), elements);
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException broken) {
        throw broken;
      }
      throw new IOException("The response is not the expected XML: " + e.getMessage(), e);
    }
  }

  /**
   * The texts of the elements directly within the root, and the root's name under an empty string.
   *
   * @throws IOException as {@link #read}
   */
  public static Map<String, String> fields(InputStream stream) throws IOException {
    Map<String, Map<String, String>> byParent = new HashMap<>();
    String root =
        read(
            stream,
            (parent, name, text) ->
                byParent.computeIfAbsent(parent, p -> new HashMap<>()).putIfAbsent(name, text));
    Map<String, String> fields = new HashMap<>(byParent.getOrDefault(root, Map.of()));
    fields.put("", root);
    return fields;
  }

  /**
   * Reads the elements of some names as records: each with the texts of the elements directly
   * within it. Elements of the same name within one record count once.
   *
   * @param names of the elements
   * @param record receives the name of the element and its fields, which change afterwards; an
   *     {@link IllegalArgumentException} of it means that the record is wrong
   * @return as {@link #read}
   * @throws IOException as {@link #read}, and if a record is wrong
   */
  public static String records(
      InputStream stream, Set<String> names, BiConsumer<String, Map<String, String>> record)
      throws IOException {
    Map<String, Map<String, String>> open = new HashMap<>();
    names.forEach(name -> open.put(name, new HashMap<>()));
    try {
      return read(
          stream,
          (parent, name, text) -> {
            Map<String, String> around = open.get(parent);
            if (around != null) {
              around.putIfAbsent(name, text);
            }
            Map<String, String> ended = open.get(name);
            if (ended != null) {
              record.accept(name, ended);
              ended.clear();
            }
          });
    } catch (IllegalArgumentException e) {
      throw wrong(e);
    }
  }

  /** The failure of a response whose elements have wrong texts. */
  public static IOException wrong(IllegalArgumentException cause) {
    return new IOException("The response is not the expected XML: " + cause.getMessage(), cause);
  }

  private static String read(XMLStreamReader reader, Elements elements)
      throws XMLStreamException, IOException {
    Deque<String> path = new ArrayDeque<>();
    Text text = new Text();
    String name = "";
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (path.size() == MAX_DEPTH) {
            throw new IOException("The XML of the response is nested too deeply");
          }
          path.push(reader.getLocalName());
          text.take();
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.add(reader);
        case XMLStreamConstants.END_ELEMENT -> {
          name = path.pop();
          elements.end(path.isEmpty() ? "" : path.peek(), name, text.take());
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IOException("The XML of the response has a DTD or an entity");
        default -> {}
      }
    }
    return name;
  }

  /** The characters of an element. Most arrive in one piece, which needs no buffer. */
  private static final class Text {
    private final StringBuilder rest = new StringBuilder();
    private String first = "";

    void add(XMLStreamReader reader) {
      if (first.isEmpty()) {
        first = reader.getText();
      } else {
        rest.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
      }
    }

    /** All characters since the last call. */
    String take() {
      String all = rest.isEmpty() ? first : first + rest;
      first = "";
      rest.setLength(0);
      return all;
    }
  }

  private static XMLStreamReader reader(InputStream in) throws XMLStreamException {
    // A factory is not specified to be safe for several threads.
    synchronized (FACTORY) {
      return FACTORY.createXMLStreamReader(in);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    if (factory.isPropertySupported(LAZY_PARSING)) {
      // A text that is read later would throw unchecked exceptions.
      factory.setProperty(LAZY_PARSING, false);
    }
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }
}
