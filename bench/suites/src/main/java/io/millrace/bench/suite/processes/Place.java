package io.millrace.bench.suite.processes;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Where the remote side is. */
enum Place {
    THREADS {
        @Override
        Remote start(Task task, Path folder, Watch watch) {
            return new RemoteThread(task, folder, watch);
        }
    },
    PROCESSES {
        @Override
        Remote start(Task task, Path folder, Watch watch) {
            return new RemoteProcess(task, folder, watch);
        }
    };

    /** Starts the remote side; the watch learns if it fails. */
    abstract Remote start(Task task, Path folder, Watch watch);

    /** Reads the parameter {@code place}. */
    static Place parse(String text) {
        for (Place place : values()) {
            if (place.toString().equals(text)) {
                return place;
            }
        }
        throw new IllegalArgumentException("place is '" + text + "', allowed are " + Arrays.toString(values()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
