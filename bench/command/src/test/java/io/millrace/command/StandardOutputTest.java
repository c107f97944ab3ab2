package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private final AtomicInteger gone = new AtomicInteger();

    @Test
    void whatIsWrittenArrives() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes, gone::incrementAndGet);

        new PrintStream(output, true).print("figures");

        assertThat(bytes).hasToString("figures");
        assertThat(output.failure()).isNull();
    }

    @Test
    void aFailureIsKeptWhenAPrintStreamWouldLoseIt() {
        StandardOutput output = new StandardOutput(failing("No space left on device"), gone::incrementAndGet);

        new PrintStream(output, true).print("figures");

        assertThat(output.failure()).hasMessage("No space left on device");
        assertThat(gone).hasValue(0);
    }

    @Test
    void aReaderThatHasGoneEndsTheProcess() {
        StandardOutput output = new StandardOutput(failing("Broken pipe"), gone::incrementAndGet);

        new PrintStream(output, true).print("figures");

        assertThat(gone).hasValue(1);
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
