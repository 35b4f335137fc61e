package dev.understudy.lab.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Surefire and Failsafe reported.
 *
 * @param tests every test of every report, parameterized ones once for each set of arguments
 */
public record TestReports(List<Test> tests) {

  public TestReports {
    tests = List.copyOf(tests);
  }

  /** How a test ended. */
  public enum End {
    PASSED,
    FAILED,
    LEFT_OUT
  }

  /**
   * A test that was run, or left out.
   *
   * @param className without its package, and without the class that it is nested in
   * @param method without arguments
   */
  public record Test(String className, String method, End end) {}

  /**
   * Reads every report below a folder.
   *
   * @throws IOException if one cannot be read
   */
  public static TestReports below(Path folder) throws IOException {
    List<Test> tests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(TestReports::isReport).forEach(file -> tests.addAll(read(file)));
    }
    return new TestReports(tests);
  }

  private static boolean isReport(Path file) {
    Path parent = file.getParent();
    return parent != null
        && parent.getFileName().toString().matches("(surefire|failsafe)-reports")
        && file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private static List<Test> read(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document report = factory.newDocumentBuilder().parse(file.toFile());
      NodeList cases = report.getElementsByTagName("testcase");
      List<Test> tests = new ArrayList<>();
      for (int i = 0; i < cases.getLength(); i++) {
        tests.add(test((Element) cases.item(i)));
      }
      return tests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("The report %s is not XML: %s".formatted(file, e), e);
    }
  }

  private static Test test(Element element) {
    String name = element.getAttribute("classname").replaceFirst(".*[.$]", "");
    String method = element.getAttribute("name").replaceFirst("[(\\[{ ].*", "");
    boolean failed = has(element, "failure") || has(element, "error");
    boolean leftOut = has(element, "skipped");
    return new Test(name, method, failed ? End.FAILED : leftOut ? End.LEFT_OUT : End.PASSED);
  }

  private static boolean has(Element element, String child) {
    return element.getElementsByTagName(child).getLength() > 0;
  }
}
