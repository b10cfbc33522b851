package dev.ijepa.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolver.ResolutionResult;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollingResolverTest {
  private final Map<String, List<String>> dns = new HashMap<>();
  private final Timer timer = new Timer();
  private final Recorder recorder = new Recorder();
  private int added;
  private int looks;
  private final PollingResolver resolver =
      new PollingResolver(
          ServerNames.parse("one:1,two:2").orElseThrow(),
          new AddressLookup(this::addresses, address -> null, 443),
          Duration.ofSeconds(5),
          new ServerWatch() {
            @Override
            public void lookingAgain() {
              looks++;
            }

            @Override
            public void serverAdded() {
              added++;
            }
          },
          new SynchronizationContext(
              (thread, error) -> {
                throw new AssertionError(error);
              }),
          timer,
          Runnable::run);

  @Test
  void aServerThatIsAddedIsToldAtTheNextLook() {
    dns.put("one", List.of("10.0.0.1"));
    dns.put("two", List.of("10.0.0.2"));
    resolver.start(recorder);
    assertThat(recorder.told).containsExactly(List.of("10.0.0.1:1", "10.0.0.2:2"));
    assertThat(added).as("the first are not added").isZero();

    dns.put("two", List.of("10.0.0.2", "10.0.0.3"));
    timer.pass();

    assertThat(recorder.told.get(1)).containsExactly("10.0.0.1:1", "10.0.0.2:2", "10.0.0.3:2");
    assertThat(added).isEqualTo(1);
    assertThat(timer.delay).isEqualTo(Duration.ofSeconds(5));
    assertThat(looks).as("not the first").isEqualTo(1);
  }

  @Test
  void whatHasNotChangedIsNotToldAgain() {
    dns.put("one", List.of("10.0.0.1"));
    dns.put("two", List.of("10.0.0.2"));
    resolver.start(recorder);

    timer.pass();
    timer.pass();

    assertThat(recorder.told).hasSize(1);
  }

  @Test
  void aNameThatCannotBeLookedUpKeepsItsAddresses() {
    dns.put("one", List.of("10.0.0.1"));
    dns.put("two", List.of("10.0.0.2"));
    resolver.start(recorder);

    dns.remove("two");
    timer.pass();
    assertThat(recorder.told).hasSize(1);

    dns.put("two", List.of());
    timer.pass();
    assertThat(recorder.told.get(1)).as("but not if it has none").containsExactly("10.0.0.1:1");
    assertThat(added).isZero();
  }

  @Test
  void ifNothingIsKnownTheCauseIsToldAndItLooksAgain() {
    resolver.start(recorder);

    assertThat(recorder.errors).hasSize(1);
    assertThat(recorder.errors.get(0).getCause()).hasMessage("one or two");

    dns.put("one", List.of("10.0.0.1"));
    timer.pass();
    assertThat(recorder.told).containsExactly(List.of("10.0.0.1:1"));
  }

  @Test
  void afterTheEndItLooksNoMore() {
    dns.put("one", List.of("10.0.0.1"));
    resolver.start(recorder);

    resolver.shutdown();

    assertThat(timer.isCancelled).isTrue();
    resolver.refresh();
    assertThat(recorder.told).hasSize(1);
  }

  @Test
  void eachServerHasTheNameThatItsCertificateMustSay() throws IOException {
    dns.put("one", List.of("10.0.0.1"));
    AddressLookup lookup = new AddressLookup(this::addresses, address -> null, 443);

    List<EquivalentAddressGroup> servers = lookup.servers(ServerName.parse("one"));

    assertThat(servers.get(0).getAddresses())
        .containsExactly(new InetSocketAddress("10.0.0.1", 443));
    assertThat(servers.get(0).getAttributes().get(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE))
        .isEqualTo("one");
  }

  private InetAddress[] addresses(String host) throws IOException {
    List<String> found = dns.get(host);
    if (found == null) {
      throw new UnknownHostException("one or two");
    }
    InetAddress[] addresses = new InetAddress[found.size()];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = InetAddress.getByName(found.get(i));
    }
    return addresses;
  }

  /** What the channel is told. */
  private static final class Recorder extends NameResolver.Listener2 {
    final List<List<String>> told = new ArrayList<>();
    final List<Status> errors = new ArrayList<>();

    @Override
    public void onResult(ResolutionResult result) {
      told.add(
          result.getAddressesOrError().getValue().stream()
              .map(group -> (InetSocketAddress) group.getAddresses().get(0))
              .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
              .toList());
    }

    @Override
    public void onError(Status error) {
      errors.add(error);
    }
  }

  /** Time that passes when a test says so. */
  private static final class Timer extends ScheduledThreadPoolExecutor {
    Duration delay = Duration.ZERO;
    boolean isCancelled;
    private Runnable task = () -> {};

    Timer() {
      super(0);
    }

    void pass() {
      task.run();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long time, TimeUnit unit) {
      task = command;
      delay = Duration.ofNanos(unit.toNanos(time));
      return new Never();
    }

    private final class Never extends java.util.concurrent.FutureTask<Void>
        implements ScheduledFuture<Void> {
      Never() {
        super(() -> null);
      }

      @Override
      public boolean cancel(boolean mayInterrupt) {
        isCancelled = true;
        return super.cancel(mayInterrupt);
      }

      @Override
      public long getDelay(TimeUnit unit) {
        return 0;
      }

      @Override
      public int compareTo(Delayed other) {
        return 0;
      }
    }
  }
}
