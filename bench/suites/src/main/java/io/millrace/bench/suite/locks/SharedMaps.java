package io.millrace.bench.suite.locks;

import io.millrace.bench.suite.harness.Team;
import io.millrace.work.Requests;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ways to share a map. */
final class SharedMaps {

    private SharedMaps() {}

    /** A value that is changed in place. */
    private static final class Cell {

        long value;
        long mirror = ~0L;

        void increment() {
            value++;
            mirror = ~value;
        }

        long read() {
            return SharedMap.check(value, mirror);
        }
    }

    private abstract static class InPlace implements SharedMap, SharedMap.Client {

        final Map<Integer, Cell> cells = new HashMap<>(
                IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(key -> key, key -> new Cell())));

        @Override
        public Client client() {
            return this;
        }

        @Override
        public long sum() {
            return cells.values().stream().mapToLong(Cell::read).sum();
        }
    }

    static final class Synchronized extends InPlace {

        @Override
        public long read(Integer key) {
            synchronized (cells) {
                return cells.get(key).read();
            }
        }

        @Override
        public void increment(Integer key) {
            synchronized (cells) {
                cells.get(key).increment();
            }
        }
    }

    static final class ReadWriteLocked extends InPlace {

        private final ReentrantReadWriteLock locks = new ReentrantReadWriteLock();
        private final Lock reading = locks.readLock();
        private final Lock writing = locks.writeLock();

        @Override
        public long read(Integer key) {
            reading.lock();
            try {
                return cells.get(key).read();
            } finally {
                reading.unlock();
            }
        }

        @Override
        public void increment(Integer key) {
            writing.lock();
            try {
                cells.get(key).increment();
            } finally {
                writing.unlock();
            }
        }
    }

    /** Reads without the lock first. That is right only as the keys are fixed, so that the map itself does not change. */
    static final class Stamped extends InPlace {

        private final StampedLock lock = new StampedLock();

        @Override
        public long read(Integer key) {
            long stamp = lock.tryOptimisticRead();
            if (stamp != 0) {
                Cell cell = cells.get(key);
                long value = cell.value;
                long mirror = cell.mirror;
                if (lock.validate(stamp)) {
                    return SharedMap.check(value, mirror);
                }
            }
            stamp = lock.readLock();
            try {
                return cells.get(key).read();
            } finally {
                lock.unlockRead(stamp);
            }
        }

        @Override
        public void increment(Integer key) {
            long stamp = lock.writeLock();
            try {
                cells.get(key).increment();
            } finally {
                lock.unlockWrite(stamp);
            }
        }
    }

    /** Replaces values that never change. */
    static final class Concurrent implements SharedMap, SharedMap.Client {

        private final Map<Integer, Fixed> values = new ConcurrentHashMap<>(
                IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(key -> key, key -> new Fixed(0, ~0L))));

        private record Fixed(long value, long mirror) {

            long read() {
                return SharedMap.check(value, mirror);
            }

            Fixed next() {
                return new Fixed(value + 1, ~(value + 1));
            }
        }

        @Override
        public Client client() {
            return this;
        }

        @Override
        public long read(Integer key) {
            return values.get(key).read();
        }

        @Override
        public void increment(Integer key) {
            values.computeIfPresent(key, (same, value) -> value.next());
        }

        @Override
        public long sum() {
            return values.values().stream().mapToLong(Fixed::read).sum();
        }
    }

    /** A thread that owns a plain map and answers requests. */
    static final class Owned implements SharedMap {

        private static final Duration LONG = Duration.ofMinutes(2);

        private final Requests<Query, Query> requests = Requests.of(LocksSuite.CAPACITY);

        Owned() {
            Map<Integer, Cell> cells =
                    IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(key -> key, key -> new Cell()));
            requests.start(1, task -> new Thread(task, Team.THREAD_NAME_PREFIX + "owner"), query -> {
                query.answer(cells);
                return query;
            });
        }

        /** A client's question, which the owner fills with the answer; its client asks one at a time. */
        private static final class Query {

            private Integer key = 0;
            private boolean write;
            private long value;
            private long mirror;

            void answer(Map<Integer, Cell> cells) {
                Cell cell = cells.get(key);
                if (write) {
                    cell.increment();
                }
                value = cell.value;
                mirror = cell.mirror;
            }
        }

        @Override
        public Client client() {
            Query query = new Query();
            return new Client() {
                @Override
                public long read(Integer key) throws InterruptedException {
                    return ask(key, false);
                }

                @Override
                public void increment(Integer key) throws InterruptedException {
                    ask(key, true);
                }

                private long ask(Integer key, boolean write) throws InterruptedException {
                    query.key = key;
                    query.write = write;
                    Query answer = requests.ask(query, LONG);
                    return SharedMap.check(answer.value, answer.mirror);
                }
            };
        }

        @Override
        public long sum() throws InterruptedException {
            Client client = client();
            long sum = 0;
            for (int key = 0; key < KEYS; key++) {
                sum += client.read(key);
            }
            return sum;
        }

        @Override
        public void close() {
            requests.close();
            try {
                requests.awaitTermination(LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
