package io.millrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Channel;
import io.millrace.ChannelClosedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippets of the page on tuning. {@link SnippetsTest} holds their text against the document. */
class TuningSnippetsTest {

    private final List<String> written = new ArrayList<>();

    @Test
    void receivesInBatchesUntilTheEnd() throws Exception {
        Channel<String> channel = Channel.bounded(4);
        channel.sendAll(List.of("a", "b", "c"));
        channel.close();

        // snippet: receiveBatchLoop
        List<String> lines = new ArrayList<>();
        try {
            while (true) {
                channel.receiveBatch(lines::add, 256); // waits for one message, then takes what is there
                write(lines);
                lines.clear();
            }
        } catch (ChannelClosedException end) {
            // everything has been written
        }
        // end

        assertThat(written).containsExactly("a", "b", "c");
    }

    private void write(List<String> lines) {
        written.addAll(lines);
    }
}
