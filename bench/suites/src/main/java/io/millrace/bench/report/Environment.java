package io.millrace.bench.report;

import com.google.gson.JsonObject;
import io.millrace.bench.report.jmh.Measurer;
import io.millrace.bench.statistics.Looks;
import io.millrace.bench.suite.Profile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where and how was measured: what JMH's results do not tell.
 *
 * @param facts names and values, in the order of the report; a fact that the system does not tell is missing
 */
record Environment(Map<String, String> facts) {

    static final String PROCESSOR = "processor";
    static final String PROCESSORS = "processors";
    static final String JDK = "JDK";
    static final String PROFILE = "profile";
    static final String SEED = "seed";
    static final String STARTED = "started";
    static final String COMMIT = "commit";
    static final String COMMAND = "command";
    static final String FLAGS = "flags";

    private static final String HYPERVISOR = "virtual machine";
    private static final String LOAD = "load average at start";
    private static final String GOVERNOR = "governor";

    private static final int THREADS_OF_A_SHAPE = 8;
    private static final double QUIET = 0.2;

    /** Reads this machine. */
    static Environment here(Profile profile, String command, long seed) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(STARTED, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put(COMMIT, commit());
        facts.put(COMMAND, command);
        facts.put(PROFILE, profile.toString());
        facts.put(SEED, "" + seed);
        facts.put(
                "looks after rounds",
                profile.looks().rounds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        facts.put(FLAGS, String.join(" ", Measurer.commonFlags()));
        facts.put(JDK, System.getProperty("java.runtime.version"));
        facts.put("JVM", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.vendor"));
        facts.put(PROCESSOR, processor());
        facts.put(PROCESSORS, "" + Runtime.getRuntime().availableProcessors());
        hardware(facts);
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        system(facts);
        libraries(facts);
        return new Environment(facts);
    }

    /** Reads an environment back. */
    static Environment of(JsonObject json) {
        Map<String, String> facts = new LinkedHashMap<>();
        json.entrySet()
                .forEach(entry -> facts.put(entry.getKey(), entry.getValue().getAsString()));
        return new Environment(facts);
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        facts.forEach(json::addProperty);
        return json;
    }

    /** Returns these facts and others. */
    Environment with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new Environment(all);
    }

    String get(String fact) {
        return facts.getOrDefault(fact, "unknown");
    }

    /** Returns the machine in one line. */
    String machine() {
        return Stream.of(get(PROCESSOR), get(PROCESSORS) + " processors", facts.get("memory"), facts.get("system"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    /** Whether everything was only tried out. */
    boolean trial() {
        return get(PROFILE).equals(Profile.SMOKE.toString());
    }

    /** Returns after how many rounds its cells were looked at; those of the default profile if it does not know. */
    Looks looks() {
        return Stream.of(Profile.values())
                .filter(profile -> profile.toString().equals(get(PROFILE)))
                .findFirst()
                .orElse(Profile.QUICK)
                .looks();
    }

    /** Says what a reader has to beware of. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (trial()) {
            warnings.add("One turn each: a verdict takes rounds.");
        }
        if (facts.containsKey(HYPERVISOR)) {
            warnings.add(
                    "Virtual machine: its host may give the processors to others at any time, and sleep and wake-up "
                            + "cost more than on bare metal.");
        }
        double load = number(LOAD);
        if (load > QUIET * number(PROCESSORS)) {
            warnings.add("The machine was not idle: its load average was " + get(LOAD) + " on " + get(PROCESSORS)
                    + " processors when the run started.");
        }
        String governor = facts.get(GOVERNOR);
        if (governor == null) {
            warnings.add("The frequency governor is unknown: the clock may have changed during the run.");
        } else if (!governor.equals("performance")) {
            warnings.add("The frequency governor was '" + governor + "', not 'performance'.");
        }
        if (number(PROCESSORS) < THREADS_OF_A_SHAPE) {
            warnings.add(
                    "More threads than processors: shapes have up to " + THREADS_OF_A_SHAPE + " threads and more, on "
                            + get(PROCESSORS) + " processors. Then the scheduler is part of what is measured.");
        }
        return warnings;
    }

    /** Names the processor: hosts call different ones by the same name, so that the family, model and stepping belong to it. */
    static String processor() {
        return processor(file("/proc/cpuinfo").orElse(""), System.getProperty("os.arch"));
    }

    static String processor(String kernel, String otherwise) {
        String name = field(kernel, "model name").orElse(otherwise);
        String numbers = Stream.of("cpu family", "model", "stepping")
                .flatMap(
                        number -> field(kernel, number).map(value -> number.replace("cpu ", "") + " " + value).stream())
                .collect(Collectors.joining(", "));
        return numbers.isEmpty() ? name : name + " (" + numbers + ")";
    }

    private double number(String fact) {
        try {
            return Double.parseDouble(get(fact));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static void hardware(Map<String, String> facts) {
        field(file("/proc/meminfo").orElse(""), "MemTotal")
                .map(text -> Double.parseDouble(text.replace("kB", "").strip()) / (1 << 20))
                .ifPresent(memory -> facts.put("memory", String.format(Locale.ROOT, "%.0f GiB", memory)));
        field(file("/proc/cpuinfo").orElse(""), "cpu cores").ifPresent(cores -> facts.put("cores per socket", cores));
        file("/sys/devices/system/cpu/smt/active")
                .ifPresent(active -> facts.put("hyper-threading", active.equals("1") ? "on" : "off"));
        String caches = Stream.of(0, 1, 2, 3)
                .map(index -> "/sys/devices/system/cpu/cpu0/cache/index" + index + "/")
                .map(path -> file(path + "size")
                        .map(size -> "L" + file(path + "level").orElse("?") + " "
                                + file(path + "type").orElse("") + " " + size))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        if (!caches.isEmpty()) {
            facts.put("caches", caches);
        }
        file("/sys/devices/system/node/online").ifPresent(nodes -> facts.put("NUMA nodes", "" + count(nodes)));
        file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").ifPresent(text -> facts.put(GOVERNOR, text));
        file("/sys/devices/system/cpu/cpufreq/boost").ifPresent(text -> facts.put("boost", text));
        field(file("/proc/cpuinfo").orElse(""), "flags")
                .filter(flags -> flags.contains("hypervisor"))
                .ifPresent(flags -> facts.put(HYPERVISOR, "yes"));
    }

    /** Counts what the kernel lists as {@code 0-3,8}. */
    static int count(String list) {
        return Stream.of(list.split(","))
                .map(range -> range.split("-"))
                .mapToInt(ends -> 1 + Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]))
                .sum();
    }

    private static void system(Map<String, String> facts) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (load >= 0) {
            facts.put(LOAD, String.format(Locale.ROOT, "%.2f", load));
        }
        file("/sys/devices/system/clocksource/clocksource0/current_clocksource")
                .ifPresent(text -> facts.put("clock source", text));
        file("/sys/kernel/mm/transparent_hugepage/enabled")
                .ifPresent(text -> facts.put("transparent huge pages", text.replaceAll(".*\\[(.*)].*", "$1")));
        file("/sys/fs/cgroup/cpu.max")
                .or(() -> file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
                        .flatMap(quota ->
                                file("/sys/fs/cgroup/cpu/cpu.cfs_period_us").map(period -> quota + " " + period)))
                .ifPresent(text -> facts.put("container's processor limit", text));
        file("/proc/self/timerslack_ns").ifPresent(text -> facts.put("timer slack", text + " ns"));
        file("/sys/devices/system/cpu/cpu0/cache/index3/shared_cpu_list")
                .ifPresent(text -> facts.put("processors that share a level 3 cache", text));
        file("/proc/cmdline")
                .map(line -> Stream.of(line.split(" "))
                        .filter(word -> word.matches("(isolcpus|nohz_full|rcu_nocbs|mitigations|idle)=.*"))
                        .collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> facts.put("kernel's command line", text));
    }

    /** The build has written names and versions of what is measured, and with what. */
    private static void libraries(Map<String, String> facts) {
        Properties versions = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("libraries.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        facts.put(
                "libraries",
                versions.stringPropertyNames().stream()
                        .sorted()
                        .map(name -> name + " " + versions.getProperty(name))
                        .collect(Collectors.joining(", ")));
    }

    private static String commit() {
        return git("rev-parse", "--short=12", "HEAD")
                .map(commit -> commit
                        + git("status", "--porcelain", "--untracked-files=no")
                                .map(changes -> changes.isEmpty() ? "" : " with uncommitted changes")
                                .orElse(""))
                .orElse("unknown");
    }

    private static Optional<String> field(String text, String name) {
        return text.lines()
                .filter(line -> line.contains(":"))
                .filter(line -> line.substring(0, line.indexOf(':')).strip().equals(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static Optional<String> file(String name) {
        Path file = Path.of(name);
        if (File.separatorChar != '/' || !Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> git(String... arguments) {
        String[] command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
