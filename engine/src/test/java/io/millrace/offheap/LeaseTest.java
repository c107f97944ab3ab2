package io.millrace.offheap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Actor;
import io.millrace.support.Actors;
import io.millrace.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Claims: used once, by their thread, and found when forgotten. */
class LeaseTest {

    private final ManualClock clock = new ManualClock();
    private final Ring ring = Ring.builder()
            .capacity(256)
            .name("trades")
            .timeSource(clock)
            .recordStats()
            .build();

    @Test
    void aLeaseIsOverOnceCommitted() throws Exception {
        Lease lease = ring.claim(1, 8);
        lease.buffer().putLong(0, 1);
        lease.commit();
        assertThat(lease.buffer().capacity()).isZero();
        assertThatThrownBy(lease::commit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("trades");
        assertThatThrownBy(lease::abort).isInstanceOf(IllegalStateException.class);
        lease.close();
        assertThatThrownBy(lease::commit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        lease.close();
        assertThat(Bytes.drain(ring)).containsExactly(1L);
    }

    @Test
    void aLeaseIsAbortedByItsEndUnlessCommitted() throws Exception {
        try (Lease lease = ring.claim(1, 8)) {
            lease.buffer().putLong(0, 1);
        }
        assertThat(ring.isEmpty()).isTrue();
        assertThat(ring.stats().accepted()).isZero();
    }

    @Test
    void aLeaseInATryStatementIsNotUsedForAClaimInsideIt() throws Exception {
        Lease second;
        try (Lease first = ring.claim(1, 8)) {
            first.buffer().putLong(0, 1);
            first.commit();
            second = ring.claim(1, 8);
            assertThat(second).isNotSameAs(first);
        }
        second.buffer().putLong(0, 2);
        second.commit();
        assertThat(Bytes.drain(ring)).containsExactly(1L, 2L);
    }

    @Test
    void aLeaseBelongsToItsThread() throws Exception {
        Lease lease = ring.claim(1, 8);
        try (Actors actors = new Actors()) {
            Actor<Void> other = actors.run("other", lease::commit);
            assertThat(other.failure()).isInstanceOf(IllegalStateException.class);
            actors.run("closer", lease::close).join();
        }
        assertThat(ring.pendingClaims()).hasSize(1);
        lease.commit();
    }

    @Test
    void severalLeasesOfAThreadAreReceivedInTheOrderOfTheirClaims() throws Exception {
        Lease first = ring.claim(1, 8);
        Lease second = ring.claim(1, 8);
        second.buffer().putLong(0, 2);
        second.commit();
        assertThat(Bytes.drain(ring)).isEmpty();
        first.buffer().putLong(0, 1);
        first.commit();
        assertThat(Bytes.drain(ring)).containsExactly(1L, 2L);
    }

    @Test
    void aForgottenClaimIsReportedWithItsOwnerAndItsAgeSinceAReceiverHadToWait() throws Exception {
        ring.claim(7, 24);
        clock.advance(Duration.ofSeconds(5)); // nobody has missed it yet
        try (Actors actors = new Actors()) {
            Actor<Integer> receiver = actors.start("receiver", () -> ring.receive(Bytes.into(new ArrayList<>()), 1));
            clock.awaitWaiters(1);
            clock.advance(Duration.ofSeconds(3));
            List<PendingClaim> pending = ring.pendingClaims();
            assertThat(pending).containsExactly(new PendingClaim(Thread.currentThread(), 7, 24, Duration.ofSeconds(3)));
            receiver.interrupt();
            assertThat(receiver.failure()).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void claimsAreReportedOldestFirstUntilTheyAreOver() throws Exception {
        Lease first = ring.claim(1, 8);
        Lease second = ring.claim(2, 16);
        assertThat(ring.pendingClaims()).extracting(PendingClaim::type).containsExactly(1, 2);
        first.abort();
        assertThat(ring.pendingClaims()).extracting(PendingClaim::type).containsExactly(2);
        second.commit();
        assertThat(ring.pendingClaims()).isEmpty();
    }

    @Test
    void aLeaseThatIsOverDoesNotTouchItsSuccessors() throws Exception {
        Lease stale = ring.claim(1, 8);
        MutableDirectBuffer kept = stale.buffer();
        stale.commit();
        stale.close();
        for (long successor = 0; successor < 50; successor++) {
            try (Lease lease = ring.claim(1, 8)) {
                lease.buffer().putLong(0, successor);
                assertThatThrownBy(stale::commit).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(stale::abort).hasMessageContaining("is over");
                assertThatThrownBy(() -> kept.putLong(0, 99)).isInstanceOf(IndexOutOfBoundsException.class);
                stale.close();
                lease.commit();
            }
            ring.tryReceive((type, buffer, index, length) -> {}, 2);
        }
    }

    @Test
    void whatAThreadHasClaimedThatDiedIsGivenUp() throws Exception {
        try (Actors actors = new Actors()) {
            actors.run("dies", () -> ring.claim(1, 8)).join();
        }
        try (Lease lease = ring.claim(1, 8)) {
            lease.buffer().putLong(0, 7);
            lease.commit();
        }

        assertThat(Bytes.drain(ring)).containsExactly(7L);
        assertThat(ring.pendingClaims()).isEmpty();
    }

    @Test
    void aReceiverThatWaitsBehindAClaimWhoseThreadDiesGoesOn() throws Exception {
        Ring waiting = Ring.builder().capacity(256).build();
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Actors actors = new Actors()) {
            Actor<Void> dies = actors.run("dies", () -> {
                waiting.claim(1, 8);
                claimed.countDown();
                end.await();
            });
            claimed.await();
            waiting.send(1, new UnsafeBuffer(new byte[8]), 0, 8);
            Actor<Integer> receiver =
                    actors.start("receiver", () -> waiting.receive((type, buffer, index, length) -> {}, 1));
            receiver.awaitBlocked();
            end.countDown();
            dies.join();
            assertThat(receiver.join()).isOne();
        }
    }

    @Test
    void aCancelHandsOverWhatLiesBehindTheClaimOfAThreadThatDied() throws Exception {
        List<Long> undelivered = new ArrayList<>();
        Ring cancelled = Ring.builder()
                .capacity(256)
                .onUndelivered((type, buffer, offset, length, reason) -> undelivered.add(buffer.getLong(offset)))
                .build();
        try (Actors actors = new Actors()) {
            actors.run("dies", () -> cancelled.claim(1, Long.BYTES)).join();
        }
        Bytes.send(cancelled, 2);

        cancelled.cancel();

        assertThat(undelivered).containsExactly(2L);
    }

    @Test
    void aCancelLeavesWhatLiesBehindALivingThreadsClaimToThatThread() throws Exception {
        List<Long> undelivered = new ArrayList<>();
        Ring cancelled = Ring.builder()
                .capacity(256)
                .onUndelivered((type, buffer, offset, length, reason) -> undelivered.add(buffer.getLong(offset)))
                .build();
        Lease lease = cancelled.claim(1, Long.BYTES);
        Bytes.send(cancelled, 2);

        cancelled.cancel();

        assertThat(undelivered).isEmpty();
        lease.abort();
        assertThat(undelivered).containsExactly(2L);
    }

    @Test
    void aCallbackThatThrowsGetsWhatLiesBehindEveryClaimOfADeadThread() throws Exception {
        List<Long> undelivered = new ArrayList<>();
        Ring cancelled = Ring.builder()
                .capacity(256)
                .onUndelivered((type, buffer, offset, length, reason) -> {
                    undelivered.add(buffer.getLong(offset));
                    throw new IllegalStateException("callback");
                })
                .build();
        try (Actors actors = new Actors()) {
            actors.run("dies", () -> cancelled.claim(1, Long.BYTES)).join();
            Bytes.send(cancelled, 1);
            actors.run("dies", () -> cancelled.claim(1, Long.BYTES)).join();
        }
        Bytes.send(cancelled, 2);

        assertThatThrownBy(cancelled::cancel).hasMessage("callback");

        assertThat(undelivered).containsExactly(1L, 2L);
    }
}
