package io.millrace.inspect;

import io.millrace.offheap.SharedRing;
import io.millrace.offheap.SharedRingState;
import io.millrace.offheap.SharedRingState.Lane;
import io.millrace.offheap.SharedRingState.Owner;
import io.millrace.offheap.SharedRingState.OwnerState;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ring}: prints what can be seen of a ring between processes while it is in use. Changes nothing in it. */
@Command(
        name = "ring",
        description = "Prints the owners, positions and counters of a ring between processes.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed",
            "2:wrong arguments",
            RingCommand.NO_RING + ":the file is no ring, or cannot be read as one"
        })
public final class RingCommand implements Callable<Integer> {

    static final int NO_RING = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file of the ring.")
    private Path file;

    /** Makes the command, for picocli. */
    public RingCommand() {}

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "FILE is " + file + ", which is no readable file");
        }
        try {
            print(SharedRing.look(file), spec.commandLine().getOut());
            return ExitCode.OK;
        } catch (IllegalStateException | UncheckedIOException e) {
            String cause = e.getCause() == null ? "" : ": " + e.getCause();
            spec.commandLine().getErr().println(Printable.line("ring: " + e.getMessage() + cause));
            spec.commandLine().getErr().flush();
            return NO_RING;
        }
    }

    private static void print(SharedRingState state, PrintWriter out) {
        out.println("ring      " + Printable.line(state.path().toString()));
        out.println("lanes     " + state.lanes().size() + " of " + state.laneCapacity() + " bytes");
        String reason = state.shutdownReason() == null ? "" : ": " + Printable.line(state.shutdownReason());
        out.println("state     " + (state.shutdown() ? "shut down" + reason : "open"));
        out.println("receiver  " + owner(state.receiver()));
        for (int number = 0; number < state.lanes().size(); number++) {
            print(number, state.lanes().get(number), out);
        }
        out.flush();
    }

    private static void print(int number, Lane lane, PrintWriter out) {
        String marks = (lane.fenced() ? ", fenced" : "") + (lane.closed() ? ", closed" : "");
        out.println("lane " + number + "    " + owner(lane.owner()) + marks);
        out.println("          head " + lane.head() + ", end " + lane.end() + ", "
                + Math.max(0, lane.end() - lane.head()) + " bytes waiting");
        out.println("          sent " + lane.sent() + ", received " + lane.received() + ", discarded "
                + lane.discarded() + ", found full " + lane.full());
    }

    private static String owner(Owner owner) {
        if (owner.state() == OwnerState.NONE) {
            return "none (" + owner.epoch() + " so far)";
        }
        return "pid " + owner.pid() + " " + owner.state().name().toLowerCase(Locale.ROOT) + ", epoch " + owner.epoch()
                + ", last seen " + Instant.ofEpochMilli(owner.lastSeenMillis());
    }
}
