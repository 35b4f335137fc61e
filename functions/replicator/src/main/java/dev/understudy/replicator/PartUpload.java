package dev.understudy.replicator;

import dev.understudy.core.store.Primary;
import dev.understudy.core.store.PrimaryObject;
import dev.understudy.core.store.PrimaryRead;
import dev.understudy.core.store.Standby;
import dev.understudy.core.store.StoreException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Streams the parts of one object from the primary to an upload on the standby, several at a time,
 * without buffering them, or lets the standby copy them from the replica.
 */
final class PartUpload {
  private final Primary primary;
  private final Standby standby;
  private final PrimaryObject object;
  private final PrimaryRead read;
  private final ReplicaParts replica;
  private final RecordedUpload upload;
  private final Transfers transfers;
  private final boolean bodyIsOpen;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * @param read the GET that returned the object. The first part is read from its body, so that an
   *     object of one part costs one GET and no connection is aborted.
   * @param replica copies parts on the standby, where it can; if it is usable, the body is closed
   */
  PartUpload(
      Primary primary,
      Standby standby,
      PrimaryObject object,
      PrimaryRead read,
      ReplicaParts replica,
      RecordedUpload upload,
      Transfers transfers) {
    this.primary = primary;
    this.standby = standby;
    this.object = object;
    this.read = read;
    this.replica = replica;
    this.upload = upload;
    this.transfers = transfers;
    this.bodyIsOpen = !replica.usable();
  }

  /**
   * Uploads the missing parts, as far as they fit into the time that is left. Returns or throws
   * once no part is in progress; after a failure no further part begins. When the time is up, the
   * upload is suspended at once, while connections are still open.
   *
   * @return the stored parts, in order
   * @throws RuntimeException the failure of the lowest-numbered part that failed, other than by
   *     being cut off
   */
  List<Standby.Part> run(int parallel) {
    if (upload.stored(1).isPresent()) {
      read.close();
    }
    List<Supplier<Optional<Standby.Part>>> parts = new ArrayList<>();
    for (PartLayout.Part part : upload.layout().parts()) {
      parts.add(() -> upload.stored(part.number()).or(() -> send(part)));
    }
    return ParallelCalls.run(parallel, parts, transfers.deadline().left(), upload::suspendQuietly)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Standby.Part> send(PartLayout.Part part) {
    if (failed.get()) {
      return Optional.empty();
    }
    return copy(part)
        .or(() -> transfers.beginPart(part.length()).flatMap(transfer -> send(part, transfer)));
  }

  /** Copies the part on the standby, which carries no bytes over the line. */
  private Optional<Standby.Part> copy(PartLayout.Part part) {
    if (!replica.usable() || transfers.deadline().isPassed()) {
      return Optional.empty();
    }
    try {
      return replica.copy(upload.id(), part);
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private Optional<Standby.Part> send(PartLayout.Part part, Transfers.Transfer transfer) {
    try (transfer) {
      Standby.Part stored =
          standby.uploadPart(
              object.key(), upload.id(), part.number(), part.length(), source(part, transfer));
      transfer.stored();
      return Optional.of(stored);
    } catch (StoreException.Unavailable e) {
      failed.set(true);
      if (transfers.deadline().isPassed()) {
        return Optional.empty();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  /** A body can be read only once, so a second attempt sends a new GET. */
  private Supplier<InputStream> source(PartLayout.Part part, Transfers.Transfer transfer) {
    AtomicBoolean isFirstRead = new AtomicBoolean(part.number() == 1 && bodyIsOpen);
    return () -> {
      if (transfers.deadline().isPassed()) {
        throw new StoreException.Unavailable("The invocation has no time left", false, null);
      }
      return transfer.measured(
          isFirstRead.getAndSet(false)
              ? new FirstPartBody(read.body(), part.length(), from -> rest(part, from))
              : rest(part, 0));
    };
  }

  private InputStream rest(PartLayout.Part part, long from) {
    return primary.range(object, part.from() + from, part.length() - from);
  }
}
