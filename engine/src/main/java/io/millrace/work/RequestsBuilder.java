package io.millrace.work;

import io.millrace.TimeSource;
import io.millrace.Waiting;
import io.millrace.internal.terms.Settings;
import java.util.Objects;

/**
 * Builds {@link Requests}. Not for several threads at once.
 *
 * @param <Q> the type of the requests
 * @param <R> the type of the replies
 * @since 0.1
 */
public final class RequestsBuilder<Q, R> {

    private static final int DEFAULT_CAPACITY = 64;
    private static final int MAX_CAPACITY = 1 << 30;

    int capacity = DEFAULT_CAPACITY;
    String name = "requests";
    boolean recordStats;
    boolean closesWithLastServer;
    Waiting serverWaiting = Waiting.adaptive();
    TimeSource time = TimeSource.system();

    RequestsBuilder() {}

    /**
     * Sets how many requests may wait for a server; further clients wait for room. 64 if not set.
     *
     * @param capacity 0 to 2<sup>30</sup>
     * @return this builder
     * @throws IllegalArgumentException if {@code capacity} is out of that range
     */
    public RequestsBuilder<Q, R> capacity(int capacity) {
        Settings.requireWithin(0, MAX_CAPACITY, "capacity", capacity);
        this.capacity = capacity;
        return this;
    }

    /**
     * Names the requests, for messages and for the threads of {@link Requests#start}: those that the factory has not
     * named are called {@code millrace-}, the name, {@code -} and a number.
     *
     * @param name the name
     * @return this builder
     */
    public RequestsBuilder<Q, R> name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Lets what becomes of requests be counted for {@link Requests#stats()}.
     *
     * @return this builder
     */
    public RequestsBuilder<Q, R> recordStats() {
        this.recordStats = true;
        return this;
    }

    /**
     * Closes the requests when the last thread leaves {@link Requests#serve}, with what it threw as the cause, so that
     * no client waits for a server that has ended. Without this, requests wait for the next server.
     *
     * @return this builder
     */
    public RequestsBuilder<Q, R> closeWithLastServer() {
        this.closesWithLastServer = true;
        return this;
    }

    /**
     * Sets how servers wait for a request.
     *
     * @param waiting the way to wait
     * @return this builder
     */
    public RequestsBuilder<Q, R> serverWaiting(Waiting waiting) {
        this.serverWaiting = Objects.requireNonNull(waiting, "waiting");
        return this;
    }

    /**
     * Sets what measures the timeouts of clients.
     *
     * @param source the time source; {@link TimeSource#system()} unless set
     * @return this builder
     */
    public RequestsBuilder<Q, R> timeSource(TimeSource source) {
        this.time = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Makes a place for requests, as yet without servers.
     *
     * @return new requests
     */
    public Requests<Q, R> build() {
        return new Requests<>(this);
    }
}
