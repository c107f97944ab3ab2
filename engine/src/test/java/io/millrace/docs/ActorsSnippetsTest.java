package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.Select;
import io.millrace.work.KeyedWorkers;
import io.millrace.work.OnFailure;
import io.millrace.work.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** The snippets of the page on channels and actors. {@link SnippetsTest} holds their text against the page. */
class ActorsSnippetsTest {

    private final ThreadFactory threads = Thread::new;

    // snippet: actorMessages
    sealed interface Command permits Deposit, Balance {}

    record Deposit(String account, int amount) implements Command {}

    record Balance(CompletableFuture<Integer> reply) implements Command {}
    // end

    @Test
    void anOwnerThreadKeepsItsStateToItself() throws Exception {
        // snippet: actor
        Channel<Command> account = Channel.<Command>builder()
                .capacity(64)
                .singleConsumer()
                .name("account")
                .build();
        Thread owner = threads.newThread(() -> {
            int balance = 0; // no lock: no other thread can reach it
            for (Command command : account) {
                if (command instanceof Deposit deposit) {
                    balance += deposit.amount();
                } else if (command instanceof Balance question) {
                    question.reply().complete(balance);
                }
            }
        });
        owner.start();

        account.send(new Deposit("MILL", 10));
        account.send(new Deposit("MILL", 5));
        CompletableFuture<Integer> reply = new CompletableFuture<>();
        account.send(new Balance(reply));
        int balance = reply.join(); // 15
        account.close(); // the owner handles what was accepted and ends
        // end

        owner.join();
        assertThat(balance).isEqualTo(15);
    }

    @Test
    void keyedWorkersAreAnActorPerKey() throws Exception {
        // snippet: actorPerKey
        Map<String, Integer> balances = new ConcurrentHashMap<>();
        KeyedWorkers<String, Deposit> accounts = KeyedWorkers.by(Deposit::account, threads)
                .workers(4)
                .backlog(1024)
                .start(deposit -> balances.merge(deposit.account(), deposit.amount(), Integer::sum));
        accounts.send(new Deposit("MILL", 10));
        accounts.send(new Deposit("RACE", 7));
        accounts.send(new Deposit("MILL", 5));
        accounts.stop();
        // end

        assertThat(balances).isEqualTo(Map.of("MILL", 15, "RACE", 7));
    }

    @Test
    void aSelectPrefersOneMailboxToAnother() throws Exception {
        List<String> handled = new ArrayList<>();
        // snippet: actorPriorities
        Channel<String> urgent = Channel.bounded(64);
        Channel<String> normal = Channel.bounded(64);
        normal.send("report");
        urgent.send("cancel all");

        Select mailbox = Select.biased().dropClosed(); // urgent comes first whenever it has a message
        int first = mailbox.onReceive(urgent);
        mailbox.onReceive(normal);
        urgent.close();
        normal.close();
        int chosen;
        while ((chosen = mailbox.await()) != Select.ENDED) {
            handled.add(mailbox.received(chosen == first ? urgent : normal));
        }
        // end

        assertThat(handled).containsExactly("cancel all", "report");
    }

    @Test
    void aPoolSupervisesItsHandlers() throws Exception {
        ConcurrentLinkedQueue<String> deadLetters = new ConcurrentLinkedQueue<>();
        // snippet: actorSupervision
        Channel<String> amounts = Channel.bounded(64);
        WorkerPool<String> pool = WorkerPool.on(amounts, threads)
                .onFailure(OnFailure.<String>skip((text, failure) -> deadLetters.add(text))
                        .afterRetries(2))
                .start(text -> Integer.parseInt(text));
        amounts.send("12");
        amounts.send("twelve"); // tried three times, then a dead letter; the worker goes on
        amounts.send("13");
        long handled = pool.stop().handled();
        // end

        assertThat(handled).isEqualTo(2);
        assertThat(deadLetters).containsExactly("twelve");
    }
}
