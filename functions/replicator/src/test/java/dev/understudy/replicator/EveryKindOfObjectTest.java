package dev.understudy.replicator;

/** With the endpoint as standby. */
class EveryKindOfObjectTest extends EveryKindOfObject {
  @Override
  protected StandbyUnderTest startStandby() {
    return StandbyUnderTest.embedded();
  }
}
