package dev.understudy.lab.runtime;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The native code of the runtime interface client. By itself, each child writes it to the same path
 * in {@code /tmp}, so a child crashes if another starts at the same moment.
 */
final class NativeClientLibrary {
  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private static @Nullable Path unpacked;

  private NativeClientLibrary() {}

  /** The JVM arguments with which a child loads this JVM's copy, which is deleted at its exit. */
  static synchronized List<String> jvmArguments() throws IOException {
    String cpu = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String libc = Files.exists(Path.of("/etc/alpine-release")) ? "linux_musl" : "linux";
    if (unpacked == null) {
      unpacked = unpack("/jni/libaws-lambda-jni.%s-%s.so".formatted(libc, cpu));
    }
    return List.of("-D" + PROPERTY + "=" + unpacked);
  }

  private static Path unpack(String resource) throws IOException {
    Path file = Files.createTempFile("lambda-jni-", ".so");
    file.toFile().deleteOnExit();
    try (InputStream library = AWSLambda.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("The runtime interface client has no " + resource);
      }
      Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
