package dev.understudy.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.core.config.ConfigurationException;
import dev.understudy.lab.client.ContentTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFolderTest {
  @TempDir private Path folder;

  @Test
  void readsEachFileBelowAsAKey() throws IOException {
    write("index.html", "<html>");
    write("sub/über uns + 100%/a=b&c;d#e?.txt", "x");
    write("sub/🎭.svg", "");

    SiteFolder site = SiteFolder.read(folder);

    assertThat(site.files())
        .extracting(SiteFile::key)
        .containsExactly("index.html", "sub/über uns + 100%/a=b&c;d#e?.txt", "sub/🎭.svg");
    assertThat(site.files()).extracting(SiteFile::size).containsExactly(6L, 1L, 0L);
    assertThat(site.bytes()).isEqualTo(7);
  }

  @Test
  void followsNoLinks() throws IOException {
    write("real.txt", "1");
    Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("real.txt"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);

    assertThat(SiteFolder.read(folder).files())
        .extracting(SiteFile::key)
        .containsExactly("real.txt");
  }

  @Test
  void saysWhatIsWrongWithAFolder() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    Path file = Files.writeString(folder.resolve("file"), "");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> SiteFolder.read(nowhere))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("DIR is \"%s\", which is not a folder: name an existing folder", nowhere);
    assertThatThrownBy(() -> SiteFolder.read(file)).hasMessageContaining("is not a folder");
    assertThatThrownBy(() -> SiteFolder.read(empty)).hasMessageContaining("contains no file");
  }

  @ParameterizedTest
  @CsvSource({
    "index.html, text/html; charset=utf-8",
    "INDEX.HTM, text/html; charset=utf-8",
    "a/b.c/site.css, text/css; charset=utf-8",
    "app.js, text/javascript; charset=utf-8",
    "feed.json, application/json",
    "logo.svg, image/svg+xml",
    "font.woff2, font/woff2",
    "book.txt.gz, application/gzip",
    "photo.tiff, image/tiff",
    "Makefile, application/octet-stream",
    "dir.html/file, application/octet-stream"
  })
  void knowsTheContentTypeByTheName(String name, String type) {
    assertThat(ContentTypes.of(name)).isEqualTo(type);
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
