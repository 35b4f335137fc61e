package dev.understudy.replicator;

/** With the endpoint as standby. */
class WireFaultsTest extends WireFaults {
  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.embedded();
  }
}
