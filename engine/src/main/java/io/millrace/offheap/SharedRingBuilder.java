package io.millrace.offheap;

import io.millrace.internal.offheap.shared.FileTrust;
import io.millrace.internal.offheap.shared.MappedRing;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;

/**
 * Makes rings between processes. For one thread at a time.
 *
 * @since 0.1
 */
public final class SharedRingBuilder {

    private final Path path;
    private int lanes = 8;
    private int laneCapacity = 1 << 20;
    private FileTrust trust = FileTrust.DEFAULT;

    SharedRingBuilder(Path path) {
        this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Sets how many senders there can be at a time. The file has room for all of them. A fenced lane counts until its
     * owner is gone.
     *
     * @param lanes 1 to 1024; 8 unless set
     * @return this builder
     */
    public SharedRingBuilder lanes(int lanes) {
        this.lanes = lanes;
        return this;
    }

    /**
     * Sets how many bytes each lane holds. A message can take an eighth of it; 8 bytes stay free.
     *
     * @param bytes a power of two, 64 to 2<sup>30</sup>; 2<sup>20</sup> unless set. The whole file can have up to
     *     2<sup>31</sup> - 1.
     * @return this builder
     */
    public SharedRingBuilder laneCapacity(int bytes) {
        this.laneCapacity = bytes;
        return this;
    }

    /**
     * Sets the permissions of the files that are made, the ring and its lock file, whatever the mask of the process is.
     * A file or folder that its group, or others, can write to is accepted if these permissions let them write.
     *
     * @param permissions with reading and writing by the owner, and none to execute; only these two unless set
     * @return this builder
     * @throws IllegalArgumentException if they are not such permissions
     */
    public SharedRingBuilder permissions(Set<PosixFilePermission> permissions) {
        trust = new FileTrust(permissions, trust.acceptsForeign(), trust.acceptsLinks());
        return this;
    }

    /**
     * Accepts files and folders that belong to other users, or that others can write to. Whoever can write to a ring
     * can put anything into it, and end the processes that use it.
     *
     * @return this builder
     */
    public SharedRingBuilder acceptForeign() {
        trust = new FileTrust(trust.permissions(), true, trust.acceptsLinks());
        return this;
    }

    /**
     * Accepts a symbolic link in the place of the file. It is followed once, by the method that opens the ring.
     *
     * @return this builder
     */
    public SharedRingBuilder acceptLinks() {
        trust = new FileTrust(trust.permissions(), trust.acceptsForeign(), true);
        return this;
    }

    /**
     * Attaches to the ring in the file, whatever its size.
     *
     * @return a handle
     * @throws IllegalStateException if the file is no ring, is damaged, was cut off or made by another version or on
     *     another kind of machine; if it is not to be relied on, by what was set here; or if Agrona or the JVM flag
     *     that it needs is missing
     * @throws java.io.UncheckedIOException if there is no such file, or it cannot be read, written or mapped
     */
    public SharedRing attach() {
        return MappedRing.attach(path, trust);
    }

    /**
     * Makes the file, all of it or nothing, and attaches to it.
     *
     * @return a handle
     * @throws IllegalArgumentException if a number is not allowed
     * @throws IllegalStateException if there is a file of that name; or the folder is not to be relied on
     * @throws java.io.UncheckedIOException if the file cannot be made, if there is not enough room for all of it, say
     */
    public SharedRing create() {
        return MappedRing.create(path, lanes, laneCapacity, trust);
    }

    /**
     * Makes the file if there is none, else attaches to it. If several processes do so at a time, one makes it.
     *
     * @return a handle
     * @throws IllegalArgumentException if a number is not allowed
     * @throws IllegalStateException as {@link SharedRing#attach}; or if the ring has other numbers of lanes or bytes
     *     than were set here
     * @throws java.io.UncheckedIOException as {@link #create} and {@link SharedRing#attach}
     */
    public SharedRing open() {
        return MappedRing.open(path, lanes, laneCapacity, trust);
    }
}
