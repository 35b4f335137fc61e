package dev.understudy.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Requests for the objects of a site. The popularity of objects follows Zipf's law, and a part of
 * the objects changes its rank each day, as new pages do. The same seed gives the same requests.
 */
final class HotTraffic {
  /** Web proxies measured 0.64 to 0.83 (Breslau et al., INFOCOM 1999); servers see more. */
  private static final double EXPONENT = 0.9;

  /** The share of objects that get another rank each day. */
  private static final double CHURN = 0.02;

  /** Of the natural logarithm of an object's size: a median of 60 KiB, and a mean of 440 KiB. */
  private static final double SIZE_MEAN = Math.log(60 << 10);

  private static final double SIZE_DEVIATION = 2;

  private final SplittableRandom random;
  private final int[] objectOfRank;
  private final double[] cumulative;
  private final long[] sizes;

  HotTraffic(int objects, long seed) {
    this.random = new SplittableRandom(seed);
    this.objectOfRank = new int[objects];
    this.cumulative = new double[objects];
    this.sizes = new long[objects];
    double sum = 0;
    for (int rank = 0; rank < objects; rank++) {
      sum += Math.pow(rank + 1.0, -EXPONENT);
      cumulative[rank] = sum;
      objectOfRank[rank] = rank;
      sizes[rank] = Math.round(Math.exp(SIZE_MEAN + SIZE_DEVIATION * random.nextGaussian()));
    }
  }

  int objects() {
    return sizes.length;
  }

  /** The size of an object in bytes. */
  long size(int object) {
    return sizes[object];
  }

  /** The objects that are read on the next day, in the order of the requests. */
  int[] nextDay(int requests) {
    for (int i = 0; i < objects() * CHURN; i++) {
      exchange(random.nextInt(objects()), random.nextInt(objects()));
    }
    int[] read = new int[requests];
    for (int i = 0; i < requests; i++) {
      read[i] = objectOfRank[rank(random.nextDouble(cumulative[objects() - 1]))];
    }
    return read;
  }

  private void exchange(int a, int b) {
    int object = objectOfRank[a];
    objectOfRank[a] = objectOfRank[b];
    objectOfRank[b] = object;
  }

  private int rank(double point) {
    int found = Arrays.binarySearch(cumulative, point);
    return Math.min(found >= 0 ? found : -found - 1, objects() - 1);
  }
}
