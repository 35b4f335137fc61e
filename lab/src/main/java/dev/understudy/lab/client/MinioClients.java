package dev.understudy.lab.client;

import dev.understudy.core.s3.PemTls;
import dev.understudy.lab.stack.StoreAccess;
import io.minio.MinioClient;
import io.minio.credentials.StaticProvider;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Creates clients of the MinIO SDK. */
final class MinioClients {
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);

  private MinioClients() {}

  /** The caller closes it. */
  static MinioClient create(StoreAccess store) {
    MinioClient.Builder client =
        MinioClient.builder()
            .endpoint(store.endpoint().toString())
            .region(store.region())
            .credentialsProvider(
                new StaticProvider(
                    store.keys().accessKey(),
                    store.keys().secretKey(),
                    store.keys().sessionToken().orElse(null)));
    if (store.endpoint().getScheme().equals("http")) {
      client.httpClient(withoutTls(), true);
    } else {
      store.caPem().ifPresent(pem -> client.httpClient(trusting(pem), true));
    }
    return client.build();
  }

  private static OkHttpClient trusting(String caPem) {
    TrustManager[] managers = PemTls.trustManagers(caPem);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return new OkHttpClient.Builder()
          .sslSocketFactory(context.getSocketFactory(), (X509TrustManager) managers[0])
          .protocols(List.of(Protocol.HTTP_1_1))
          .readTimeout(READ_TIMEOUT)
          .writeTimeout(READ_TIMEOUT)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no TLS", e);
    }
  }

  /** Without TLS the client does not load the trusted certificates, which takes a second. */
  private static OkHttpClient withoutTls() {
    return new OkHttpClient.Builder()
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .protocols(List.of(Protocol.HTTP_1_1))
        .readTimeout(READ_TIMEOUT)
        .writeTimeout(READ_TIMEOUT)
        .build();
  }
}
