package dev.ijepa.server.security;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;

/** Who may connect. */
public final class SecurityModule extends AbstractModule {
  private final SecurityOptions options;

  public SecurityModule(SecurityOptions options) {
    this.options = options;
  }

  @Provides
  ServerCredentials credentials() throws IOException {
    if (options.tlsCert == null || options.tlsKey == null) {
      return InsecureServerCredentials.create();
    }
    TlsServerCredentials.Builder tls =
        TlsServerCredentials.newBuilder()
            .keyManager(options.tlsCert.toFile(), options.tlsKey.toFile());
    if (options.tlsClientCa != null) {
      tls.trustManager(options.tlsClientCa.toFile())
          .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return tls.build();
  }
}
