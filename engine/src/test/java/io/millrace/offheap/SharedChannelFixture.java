package io.millrace.offheap;

import io.millrace.Receiver;
import io.millrace.Sender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ring between processes for each test, two handles of it as two processes have them, and channels of texts over both. */
abstract class SharedChannelFixture {

    static final int LANES = 3;
    static final int CAPACITY = 256;

    /** What a text of two letters takes. */
    static final int SHORT = 16;

    @TempDir
    Path folder;

    SharedRing here;
    SharedRing there;
    SharedSender sharedSender;
    SharedReceiver sharedReceiver;
    Sender<String> sender;
    Receiver<String> receiver;

    @BeforeEach
    void open() {
        here = SharedRing.builder(folder.resolve("ring"))
                .lanes(LANES)
                .laneCapacity(CAPACITY)
                .create();
        there = SharedRing.attach(here.path());
        sharedSender = here.openSender();
        sharedReceiver = there.openReceiver();
        sender = sharedSender.channel(new Bytes.TextCodec());
        receiver = sharedReceiver.channel(new Bytes.TextCodec());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    /** Sends until the lane is full. Returns how many. */
    static int fill(Sender<String> sender) {
        int sent = 0;
        while (sender.trySend("m" + sent % 10)) {
            sent++;
        }
        return sent;
    }

    /** Receives what is there. */
    static List<String> drain(Receiver<String> receiver) {
        List<String> texts = new ArrayList<>();
        receiver.drain(texts::add, Integer.MAX_VALUE);
        return texts;
    }

    SharedRingState.Lane lane(int number) {
        return here.state().lanes().get(number);
    }
}
