package io.millrace.internal.terms;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that builders and operations refuse, in one wording: numbers out of their range, a setting that is
 * made twice, some that exclude each other, blank names.
 */
public final class Settings {

    private Settings() {}

    /** Refuses a number below the least. */
    public static void requireAtLeast(int least, String argument, int value) {
        if (value < least) {
            throw new IllegalArgumentException(argument + " is " + value + ", allowed is " + least + " or more");
        }
    }

    /** Refuses a number outside of the range, which contains both its ends. */
    public static void requireWithin(int least, int most, String argument, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(argument + " is " + value + ", allowed is " + least + " to " + most);
        }
    }

    /** Refuses a setting that was made already, or is excluded by another. */
    public static void requireUnset(boolean set, String setting, String earlier) {
        if (set) {
            throw new IllegalArgumentException(setting + " does not go together with " + earlier
                    + ", which was called before; allowed is one of them, once");
        }
    }

    /** The name, if it is one and none was given before. */
    public static String requireName(@Nullable String before, String name) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name is '" + name + "', allowed is one that is not blank");
        }
        requireUnset(before != null, "name(" + name + ")", "name(" + before + ")");
        return name;
    }

    /** The exception of a builder that found no memory for so many places. */
    public static OutOfMemoryError noMemory(long capacity, OutOfMemoryError cause) {
        OutOfMemoryError told = new OutOfMemoryError(
                "capacity is " + capacity + ", for which there is no memory: " + cause.getMessage());
        told.initCause(cause);
        return told;
    }
}
