package dev.understudy.core.s3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockSocketTest {
  /** A header, the longest content and the tag of TLS 1.3. */
  private static final byte[] RECORD = new byte[5 + (16 << 10) + 17];

  private final List<Integer> writes = new ArrayList<>();

  /** TLS flushes after each record. */
  @Test
  void sendsTheRecordsOfABlockWithOneWrite() throws IOException {
    BlockSocket.Block block = new BlockSocket.Block(new Recorder());

    block.collecting(true);
    for (int i = 0; i < 4; i++) {
      block.write(RECORD, 0, RECORD.length);
      block.flush();
    }
    block.collecting(false);
    block.flush();

    assertThat(writes).containsExactly(4 * RECORD.length);
  }

  /** A handshake waits for the other side. */
  @Test
  void sendsAHandshakeAtOnce() throws IOException {
    BlockSocket.Block block = new BlockSocket.Block(new Recorder());

    block.write(RECORD, 0, 100);
    block.flush();

    assertThat(writes).containsExactly(100);
  }

  /** The sizes of the writes. */
  private final class Recorder extends OutputStream {
    @Override
    public void write(int b) {
      writes.add(1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      writes.add(length);
    }
  }
}
