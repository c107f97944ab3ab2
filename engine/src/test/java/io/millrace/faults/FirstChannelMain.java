package io.millrace.faults;

import io.millrace.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes a channel and prints the classes that its operations may still have to initialize. In a JVM of its own. */
final class FirstChannelMain {

    private static final List<String> OUTSIDE = List.of(
            "java.util.concurrent.locks.LockSupport", "io.millrace.UndeliveredReason", "io.millrace.OneShotSelect");

    /** Of parts that this channel does not have: other flavors, promised roles; and of waits without a thread. */
    private static final List<String> OTHER_PARTS = List.of(
            "Flavor",
            "SoleThread",
            "SoloSide",
            "async.AsyncForEach",
            "Others",
            "async.AsyncSends",
            "Alarm",
            "Rescuer",
            "Rendezvous",
            "Nap");

    /** What handles a failure is here: it is needed just when there is no memory to load it. */
    private static final List<String> WHOLE_ROOMS = List.of("memory.", "park.", "async.");

    private FirstChannelMain() {}

    public static void main(String[] arguments) throws Exception {
        Channel.bounded(1);
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        Object unsafe = type.getMethod("getUnsafe").invoke(null);
        Method shouldBeInitialized = type.getMethod("shouldBeInitialized", Class.class);
        Set<String> names = new TreeSet<>(OUTSIDE);
        for (String room : List.of("memory", "clock", "park", "terms", "end", "ring", "flavor", "select", "async")) {
            names.addAll(classesOf("io.millrace.internal." + room));
        }
        for (String name : names) {
            Class<?> found = Class.forName(name, false, FirstChannelMain.class.getClassLoader());
            boolean left = (boolean) shouldBeInitialized.invoke(unsafe, found);
            boolean counts = hasInitializer(name) || isWhole(found);
            if (left && counts && OTHER_PARTS.stream().noneMatch(name::contains)) {
                System.out.println(name);
            }
        }
    }

    private static boolean isWhole(Class<?> type) {
        return !type.isInterface() && WHOLE_ROOMS.stream().anyMatch(type.getName()::contains);
    }

    private static List<String> classesOf(String room) throws Exception {
        Path classes = Path.of(Channel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve(room.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> room + "." + file.substring(0, file.length() - ".class".length()))
                    .toList();
        }
    }

    private static boolean hasInitializer(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name.replace('.', '/') + ".class")) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("<clinit>");
        }
    }
}
