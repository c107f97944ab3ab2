package io.millrace.bench.suite.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TeamTest {

    @Test
    void theSameThreadsDoTheirJobsInEveryRun() throws InterruptedException {
        List<Thread> workers = Collections.synchronizedList(new ArrayList<>());
        try (Team team = new Team(Collections.nCopies(3, () -> workers.add(Thread.currentThread())))) {
            team.run();
            assertThat(workers).hasSize(3).doesNotHaveDuplicates();
            team.run();
        }
        assertThat(workers).hasSize(6);
        assertThat(workers.subList(3, 6)).containsExactlyInAnyOrderElementsOf(workers.subList(0, 3));
        assertThat(workers).allMatch(thread -> thread.getName().startsWith(Team.THREAD_NAME_PREFIX));
    }

    @Test
    void allJobsOfARunAreUnderWayTogether() throws InterruptedException {
        CyclicBarrier meeting = new CyclicBarrier(4);
        try (Team team = new Team(Collections.nCopies(4, () -> meeting.await(30, TimeUnit.SECONDS)))) {
            team.run();
        }
    }

    @Test
    void aJobThatFailsEndsTheRunAndTheJobsThatWait() {
        CountDownLatch never = new CountDownLatch(1);
        Team.Job failing = () -> {
            throw new UnsupportedOperationException("no job");
        };
        try (Team team = new Team(List.of(never::await, failing))) {
            assertThatIllegalStateException()
                    .isThrownBy(team::run)
                    .withMessageEndingWith("UnsupportedOperationException: no job");
            assertThatIllegalStateException()
                    .isThrownBy(team::run)
                    .withMessageEndingWith("UnsupportedOperationException: no job");
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        List<Thread> workers = Collections.synchronizedList(new ArrayList<>());
        Team team = new Team(Collections.nCopies(2, () -> workers.add(Thread.currentThread())));
        team.run();
        team.close();
        assertThat(workers).noneMatch(Thread::isAlive);
    }
}
