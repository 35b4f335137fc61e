package dev.understudy.core.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.junit.jupiter.api.Test;

class NativeCryptoTest {
  @Test
  void putsTheNativeProviderFirstWhereItLoads() {
    String provider = NativeCrypto.install();

    boolean loads = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
    assertThat(provider)
        .startsWith(loads ? "AmazonCorrettoCryptoProvider" : Security.getProviders()[0].getName());
    assertThat(NativeCrypto.install()).as("installed again").isEqualTo(provider);
  }

  @Test
  void staysWithTheJdkWhereItDoesNotLoad() {
    String provider =
        NativeCrypto.install(
            () -> {
              throw new UnsatisfiedLinkError("no such library");
            });

    assertThat(provider).contains("no such library");
  }
}
