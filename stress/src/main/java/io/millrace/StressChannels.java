package io.millrace;

/** Channels with the settings that only tests may choose. Lives beside the builder to reach them. */
public final class StressChannels {

    private StressChannels() {}

    /** An unbounded channel of tiny segments, so that each test crosses from one to the next. */
    public static <T> Channel<T> segmented(int segmentSize) {
        return StressChannels.<T>segmentedBuilder(segmentSize).build();
    }

    /** As {@link #segmented}, for more settings. */
    public static <T> ChannelBuilder<T> segmentedBuilder(int segmentSize) {
        return Channel.<T>builder().unbounded().segmentSize(segmentSize);
    }

    /** A channel whose threads park at once, so that parking meets everything else. */
    public static <T> Channel<T> parking(int capacity) {
        return Channel.<T>builder()
                .capacity(capacity)
                .sendWaiting(Waiting.park())
                .receiveWaiting(Waiting.park())
                .build();
    }
}
