package dev.understudy.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of the page's server.
 *
 * @param type the media type
 */
record PageFile(int status, String type, byte[] body) {
  /** The folder of the chart library in its jar; the version is that of the parent POM. */
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  static PageFile text(int status, String text) {
    return new PageFile(status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
  }

  /** All files of the page, by path. */
  static Map<String, PageFile> all() {
    Map<String, PageFile> files = new LinkedHashMap<>();
    files.put("/", file("text/html; charset=utf-8", "page.html"));
    files.put("/page.css", file(STYLE, "page.css"));
    files.put("/page.js", file(SCRIPT, "page.js"));
    files.put("/uplot.js", file(SCRIPT, CHARTS + "uPlot.esm.js"));
    files.put("/uplot.css", file(STYLE, CHARTS + "uPlot.min.css"));
    return files;
  }

  private static PageFile file(String type, String name) {
    return new PageFile(200, type, Resources.text(PageFile.class, name).getBytes(UTF_8));
  }
}
