package io.millrace.exchange.feed;

/**
 * Random numbers that are the same for a seed on every JDK, which the library's generators do not promise of their
 * bounded numbers. The steps are those of SplitMix64.
 */
final class Dice {

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) ((next() >>> 32) * bound >>> 32);
    }

    /** True {@code times} out of {@code of} times. */
    boolean chance(int times, int of) {
        return below(of) < times;
    }

    private long next() {
        long z = state += 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
