package dev.ijepa.server.security;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.ProvidesIntoSet;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.util.Optional;

/** Who may connect. */
public final class SecurityModule extends AbstractModule {
  private final SecurityOptions options;

  public SecurityModule(SecurityOptions options) {
    this.options = options;
  }

  /** Of the certificate that is served: the server reads it once. */
  @ProvidesIntoSet
  MeterBinder gauges() throws IOException {
    if (options.tlsCert == null) {
      return registry -> {};
    }
    double expiry =
        PemFile.read(options.tlsCert).certificate().getNotAfter().toInstant().getEpochSecond();
    return registry ->
        Gauge.builder("ijepa.tls.certificate.expiry.timestamp.seconds", () -> expiry)
            .description("When the server's certificate expires, in seconds since 1970")
            .register(registry);
  }

  /** The same for Java's own TLS, if there is any. */
  @Provides
  Optional<TlsKeyStores> keyStores() throws IOException {
    return options.tlsCert == null || options.tlsKey == null
        ? Optional.empty()
        : Optional.of(
            TlsKeyStores.of(
                options.tlsCert, options.tlsKey, Optional.ofNullable(options.tlsClientCa)));
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
