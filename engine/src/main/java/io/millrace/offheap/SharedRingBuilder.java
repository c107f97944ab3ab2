package io.millrace.offheap;

import io.millrace.internal.offheap.shared.MappedRing;
import java.nio.file.Path;
import java.util.Objects;

/** Makes rings between processes. For one thread at a time. */
public final class SharedRingBuilder {

    private final Path path;
    private int lanes = 8;
    private int laneCapacity = 1 << 20;

    SharedRingBuilder(Path path) {
        this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Sets how many senders there can be at a time. The file has room for all of them. A fenced lane counts until its owner is gone.
     *
     * @param lanes 1 to 1024; 8 unless set
     * @return this builder
     */
    public SharedRingBuilder lanes(int lanes) {
        this.lanes = lanes;
        return this;
    }

    /**
     * Sets how many bytes each lane holds. A message can take an eighth of it.
     *
     * @param bytes a power of two, 64 to 2<sup>30</sup>; 2<sup>20</sup> unless set. The whole file can have up to 2<sup>31</sup> - 1.
     * @return this builder
     */
    public SharedRingBuilder laneCapacity(int bytes) {
        this.laneCapacity = bytes;
        return this;
    }

    /**
     * Makes the file, all of it or nothing, and attaches to it.
     *
     * @return a handle
     * @throws IllegalArgumentException if a number is not allowed
     * @throws IllegalStateException if there is a file of that name, or the JVM lacks the flag that Agrona needs
     * @throws java.io.UncheckedIOException if the file cannot be made, if there is not enough room for all of it, say
     */
    public SharedRing create() {
        return MappedRing.create(path, lanes, laneCapacity);
    }

    /**
     * Makes the file if there is none, else attaches to it. If several processes do so at a time, one makes it.
     *
     * @return a handle
     * @throws IllegalArgumentException if a number is not allowed
     * @throws IllegalStateException as {@link SharedRing#attach}; or if the ring has other numbers of lanes or bytes than were set here
     * @throws java.io.UncheckedIOException as {@link #create} and {@link SharedRing#attach}
     */
    public SharedRing open() {
        return MappedRing.open(path, lanes, laneCapacity);
    }
}
